namespace IncidentBot.Storage.Spool;

/// <summary>Where the emergency file of a database lies.</summary>
internal static class SpoolLocation
{
    /// <summary>The emergency file, named after the database, so that another database's commands never get into this one.</summary>
    public static string PathFor(StorageOptions options)
    {
        var database = Path.GetFullPath(options.Path);
        var folder = string.IsNullOrWhiteSpace(options.SpoolPath)
            ? Path.Combine(Path.GetDirectoryName(database)!, "spool")
            : Path.GetFullPath(options.SpoolPath);
        return Path.Combine(folder, Path.GetFileName(database) + ".spool");
    }
}
