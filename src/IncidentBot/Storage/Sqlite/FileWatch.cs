namespace IncidentBot.Storage.Sqlite;

/// <summary>
/// Notices that the files of an open database were taken from under it. SQLite does not: it goes on writing into files
/// that have no name any more, every command is confirmed, and all of it vanishes with the process.
/// </summary>
internal sealed class FileWatch
{
    private readonly string _path;
    private readonly (string Path, FileIdentity? Identity)[] _files;

    /// <summary>Made right after the writer has opened the database: what stands there now is what it holds.</summary>
    public FileWatch(string path)
    {
        _path = path;
        _files = [.. new[] { path, path + "-wal" }.Select(file => (file, FileIdentity.Of(file)))];
    }

    /// <summary>
    /// Whether only the write-ahead log is gone from its place. Who holds it open can still copy it into the database.
    /// </summary>
    public bool IsLogGone => FileIdentity.Of(_path) == _files[0].Identity && FileIdentity.Of(_files[1].Path) != _files[1].Identity;

    /// <summary>What happened and what to do, in one line; null if all is well. Costs microseconds.</summary>
    public string? Problem()
    {
        foreach (var (file, expected) in _files)
        {
            if (FileIdentity.Of(file) is var found && (found is null || found != expected))
            {
                return Tell(file, found is null);
            }
        }

        return null;
    }

    private string Tell(string file, bool isMissing)
    {
        var what = $"{file} was {(isMissing ? "deleted or moved" : "replaced by another file")} while the bot runs;";
        return file == _path
            ? $"{what} nothing is recorded in it any more. Put the right file back, or stop the bot and run: incidentbot restore."
            : $"{what} the bot copies what it held into the database within seconds, and makes another. "
                + "If this is told for longer, stop the bot, run: incidentbot verify, and restore a backup if it finds anything.";
    }
}
