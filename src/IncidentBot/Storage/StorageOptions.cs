using IncidentBot.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>Where incidents are kept.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The database: <c>sqlite</c>.</summary>
    public string Provider { get; set; } = "sqlite";

    /// <summary>The database file, relative to the working directory.</summary>
    public string Path { get; set; } = "data/incidents.db";

    /// <summary>
    /// The folder of the emergency file, best on another disk; null for the folder <c>spool</c> beside the database.
    /// </summary>
    public string? SpoolPath { get; set; }

    /// <summary>Which SQLite runs: <c>auto</c>, <c>bundled</c> or the full path of a library.</summary>
    public string SqliteLibrary { get; set; } = Sqlite.SqliteLibrary.Automatic;
}

/// <summary>Each problem is one line that names the setting.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        List<string> problems = [];
        if (options.Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("Storage:Provider: postgres is not there yet in this version; use sqlite.");
        }
        else if (!options.Provider.Equals("sqlite", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"Storage:Provider: '{options.Provider}' is unknown; use sqlite.");
        }

        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add("Storage:Path: a file name is needed, for example data/incidents.db.");
        }
        else if (Directory.Exists(options.Path))
        {
            problems.Add($"Storage:Path: '{options.Path}' is a folder; name a file in it, for example incidents.db.");
        }

        if (options.SpoolPath is { } spool && (spool.Contains('\0', StringComparison.Ordinal) || File.Exists(spool)))
        {
            problems.Add($"Storage:SpoolPath: '{spool}' is no folder; name one, best on another disk than the database.");
        }

        if (SqliteLibrary.ProblemIn(options.SqliteLibrary) is { } problem)
        {
            problems.Add(problem);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
