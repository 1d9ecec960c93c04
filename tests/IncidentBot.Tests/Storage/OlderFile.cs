using Dapper;

namespace IncidentBot.Tests.Storage;

/// <summary>Files as older versions left them.</summary>
internal static class OlderFile
{
    /// <summary>The first with rooms.</summary>
    public const int Rooms = 4;

    /// <summary>Takes away what later steps made.</summary>
    public static void Make(string path, int version)
    {
        using var file = Sqlite.Connect(path);
        file.Execute(
            $"""
            DROP TABLE people; DROP TABLE streams; DROP TABLE stream_allowances; ALTER TABLE incident_channels DROP COLUMN bound_at;
            {(version < Rooms ? "DROP TABLE outbox; DROP TABLE room_messages; DROP TABLE room_cursors; DROP TABLE files;" : "")}
            DELETE FROM schema_versions WHERE version > {version}; PRAGMA user_version = {version};
            """);
    }
}
