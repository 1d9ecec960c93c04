namespace IncidentBot.Tests.Storage;

/// <summary>A folder of its own for a test, removed after it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("incidentbot-");

    public string Root => _folder.FullName;

    public string File(string name = "incidents.db") => Path.Combine(_folder.FullName, name);

    /// <summary>A reader that was given up may still be closing its files, and put one there while the folder goes.</summary>
    public void Dispose()
    {
        const int Most = 100;
        for (var tries = 1; ; tries++)
        {
            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (tries < Most)
            {
                Thread.Yield();
            }
        }
    }
}
