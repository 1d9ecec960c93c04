using IncidentBot.Storage.Sqlite;

namespace IncidentBot.Storage.Backups;

/// <summary>A copy of a file that an older version wrote, brought up to this one to be read; the file itself stays as it is.</summary>
internal sealed class UpgradedCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("incidentbot-read-");

    public UpgradedCopy(SqliteFile older, IReadOnlyList<string> steps, TimeProvider time)
    {
        Path = System.IO.Path.Combine(_folder.FullName, System.IO.Path.GetFileName(older.Path));
        try
        {
            SqliteCopy.Make(older, Path, (_, _) => { });
            new SqliteFile(Path, steps).OpenOrCreate(time).Dispose();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Whether the file must be copied to be read.</summary>
    public static bool IsNeeded(SqliteFile file, IReadOnlyList<string> steps) => file.ReadVersion() is > 0 and var version && version < steps.Count;

    public void Dispose() => _folder.Delete(recursive: true);
}
