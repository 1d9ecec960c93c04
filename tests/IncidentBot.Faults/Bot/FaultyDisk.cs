namespace IncidentBot.Faults.Bot;

/// <summary>A folder to run the bot in, on a disk that fails as it is told and loses what was not synced when its power is cut.</summary>
internal sealed class FaultyDisk : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("incidentbot-faults-");
    private readonly string _shadow;
    private readonly bool _losesPower;
    private int _starts;

    /// <param name="losesPower">Whether <see cref="CutPower"/> is going to be called; keeping the durable form apart takes time.</param>
    public FaultyDisk(bool losesPower)
    {
        _losesPower = losesPower;
        Folder = _root.CreateSubdirectory("live").FullName;
        _shadow = _root.CreateSubdirectory("durable").FullName;
        Orders = new DiskOrders(Path.Combine(_root.FullName, "orders"));
    }

    /// <summary>The working directory of the bot.</summary>
    public string Folder { get; }

    /// <summary>The database in it.</summary>
    public string Database => Path.Combine(Folder, "data", "incidents.db");

    public DiskOrders Orders { get; }

    /// <summary>The environment of the next process.</summary>
    /// <param name="leak">Percent of writes that are durable before any sync.</param>
    public (string Name, string Value)[] Environment(int leak = 0)
    {
        List<(string, string)> environment =
        [
            ("LD_PRELOAD", Shim.PowerCut),
            ("FAULTS_FOLDER", Folder),
            ("FAULTS_CONTROL", Orders.Path),
            ("FAULTS_LEAK", $"{leak}"),
            ("FAULTS_SEED", $"{++_starts}"),
        ];
        if (_losesPower)
        {
            environment.Add(("FAULTS_SHADOW", _shadow));
        }

        return [.. environment];
    }

    /// <summary>Leaves in the folder what was durable when the process was killed.</summary>
    public void CutPower() => Replace(Folder, _shadow);

    /// <summary>Makes durable what is in the folder: the process was killed, and the system wrote on.</summary>
    public void KeepPower() => Replace(_shadow, Folder);

    public void Dispose()
    {
        Orders.Dispose();
        _root.Delete(recursive: true);
    }

    private void Replace(string old, string by)
    {
        foreach (var unnamed in _root.EnumerateFiles("durable.unnamed-*"))
        {
            unnamed.Delete();
        }

        Directory.Delete(old, recursive: true);
        Copy(by, old);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
