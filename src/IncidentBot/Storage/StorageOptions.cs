using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Web.Hosting;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>Where incidents are kept.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The database: <c>sqlite</c> or <c>postgres</c>.</summary>
    public string Provider { get; set; } = "sqlite";

    /// <summary>The database file, relative to the working directory. With PostgreSQL only its folder counts, for the keys of sessions.</summary>
    public string Path { get; set; } = "data/incidents.db";

    /// <summary>Where PostgreSQL is, as Npgsql writes it. A secret.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The folder of the emergency file, best on another disk; null for the folder <c>spool</c> beside the database.
    /// </summary>
    public string? SpoolPath { get; set; }

    /// <summary>Which SQLite runs: <c>auto</c>, <c>bundled</c> or the full path of a library.</summary>
    public string SqliteLibrary { get; set; } = Sqlite.SqliteLibrary.Automatic;

    public bool IsPostgres => Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>The settings, checked.</summary>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static StorageOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<StorageOptions>() ?? new StorageOptions();
        foreach (var (setting, what) in StorageOptionsValidator.Problems(options))
        {
            throw new SettingException(setting, what);
        }

        return options;
    }

    /// <summary>The PostgreSQL that the settings name.</summary>
    /// <exception cref="SettingException">They name none.</exception>
    public PostgresSettings ReadPostgres() => PostgresSettings.Read(ConnectionString)
        ?? throw new SettingException(StorageOptionsValidator.ConnectionString, StorageOptionsValidator.NoConnectionString);
}

/// <summary>Each problem is one line that names the setting.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public const string ConnectionString = "Storage:ConnectionString";

    // What stands there is a secret, so it is not repeated.
    public const string NoConnectionString = "what Npgsql reads is needed, for example Host=db.example;Database=incidentbot;Username=incidentbot;Password=….";

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var problems = Problems(options).Select(problem => $"{problem.Setting}: {problem.What}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static IEnumerable<(string Setting, string What)> Problems(StorageOptions options)
    {
        if (!options.IsPostgres && !options.Provider.Equals("sqlite", StringComparison.OrdinalIgnoreCase))
        {
            yield return ("Storage:Provider", $"'{options.Provider}' is unknown; use sqlite or postgres.");
        }

        if (options.IsPostgres && PostgresSettings.Read(options.ConnectionString) is null)
        {
            yield return (ConnectionString, NoConnectionString);
        }

        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal))
        {
            yield return ("Storage:Path", "a file name is needed, for example data/incidents.db.");
        }
        else if (Directory.Exists(options.Path))
        {
            yield return ("Storage:Path", $"'{options.Path}' is a folder; name a file in it, for example incidents.db.");
        }

        if (options.SpoolPath is { } spool && (spool.Contains('\0', StringComparison.Ordinal) || File.Exists(spool)))
        {
            yield return ("Storage:SpoolPath", $"'{spool}' is no folder; name one, best on another disk than the database.");
        }

        if (SqliteLibrary.ProblemIn(options.SqliteLibrary) is { } problem)
        {
            yield return (SqliteLibrary.Setting, problem);
        }
    }
}
