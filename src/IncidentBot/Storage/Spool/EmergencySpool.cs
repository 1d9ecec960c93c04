using System.Text.Json;
using System.Threading.Channels;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Spool;

/// <summary>
/// Keeps commands that the store did not take, in a file of its own, until it does. A command is held once, however
/// often it is sent, and stays in the file until everything in the file has been added to the timeline: a kill at any
/// moment means that some are tried again, which the store's deduplication makes harmless.
/// </summary>
internal sealed partial class EmergencySpool : IDisposable
{
    private const string Damaged = ".damaged";

    private readonly string _path;
    private readonly long _cap;
    private readonly ILogger<EmergencySpool> _logger;
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Guards the file. Taken before the other where both are needed.</summary>
    private readonly Lock _fileGate = new();
    private volatile SpoolFile? _file;

    /// <summary>Guards what is known of the file.</summary>
    private readonly Lock _gate = new();
    private readonly SpoolIndex _index = new();
    private readonly Dictionary<DeliveryKey, Addition> _saving = [];
    private readonly Dictionary<ChannelId, TaskCompletionSource> _ways = [];
    private List<Addition> _next = [];
    private bool _isSaving;

    private EmergencySpool(string path, long cap, ILogger<EmergencySpool> logger)
    {
        (_path, _cap, _logger) = (path, cap, logger);
        Rejected = new RejectedCommands(path + ".rejected");
    }

    /// <summary>How many wait has changed, or one was kept aside.</summary>
    public event Action? Changed;

    /// <summary>Why nothing can be put in; null if all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>What could not be added to the timeline.</summary>
    public RejectedCommands Rejected { get; }

    /// <summary>How many commands are not in the timeline yet.</summary>
    public int Waiting => Locked(() => _index.Waiting);

    /// <summary>Whether nothing waits, and nothing of what was said is left in the file.</summary>
    public bool IsClear => Locked(() => _index.IsEmpty && _saving.Count == 0);

    /// <summary>
    /// Opens the file, or makes it. What is wrong with it never stops the start: <see cref="Problem"/> says it, and the
    /// next command tries again.
    /// </summary>
    public static EmergencySpool Open(string path, ILogger<EmergencySpool> logger, long cap = 256L << 20)
    {
        var spool = new EmergencySpool(path, cap, logger);
        lock (spool._fileGate)
        {
            spool.TryOpen();
        }

        return spool;
    }

    /// <summary>Opens the file if it could not be opened before: what it holds is not known until then.</summary>
    public void OpenAgain()
    {
        lock (_fileGate)
        {
            if (_file is not null)
            {
                return;
            }

            TryOpen();
        }

        Announce();
    }

    /// <summary>Completes when something has come into the file, or was in it at the start.</summary>
    public async Task WaitForWorkAsync(CancellationToken ct) => await _work.Reader.ReadAsync(ct);

    /// <summary>
    /// Puts a command in. The task completes once it is on disk, and says whether the store may have the command all the
    /// same. Those that come together share a flush; a delivery that is held already stays as it is.
    /// </summary>
    /// <exception cref="SpoolException">It was not taken, or that cannot be told.</exception>
    public Task<bool> AddAsync(SpooledCommand command)
    {
        lock (_gate)
        {
            if (_index.Find(command.Delivery) is { } held)
            {
                return Task.FromResult(held.MaybeSaved);
            }

            if (_saving.TryGetValue(command.Delivery, out var same))
            {
                return same.Saved;
            }

            var addition = new Addition(command);
            _saving.Add(command.Delivery, addition);
            _next.Add(addition);
            if (!_isSaving)
            {
                _isSaving = true;
                _ = Task.Run(SaveAll);
            }

            return addition.Saved;
        }
    }

    /// <summary>Whether a new command of a room would overtake one that waits.</summary>
    public bool Holds(ChannelId room) =>
        Locked(() => _index.Holds(room) || _saving.Values.Any(a => a.Command.Request.Channel == room || a.Command.ReachesBeyondRoom));

    /// <summary>Completes when a new command of a room overtakes none that waits.</summary>
    public Task WayAsync(ChannelId room)
    {
        lock (_gate)
        {
            if (!Holds(room))
            {
                return Task.CompletedTask;
            }

            if (!_ways.TryGetValue(room, out var way))
            {
                _ways.Add(room, way = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            return way.Task;
        }
    }

    /// <summary>The next command to be added, which has to be settled or put back; null if none can be before another is.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SpooledCommand? Take()
    {
        if (Locked(_index.Take) is not { } place)
        {
            return null;
        }

        try
        {
            // What waits is not written any more, so it can be read while others are flushed to disk.
            return Decode((_file ?? OpenFileToRead()).Read(place.Offset, place.Length));
        }
        catch
        {
            Locked(() => _index.PutBack(place.Room));
            throw;
        }
    }

    /// <summary>Says that a command that was taken still waits.</summary>
    public void PutBack(SpooledCommand command) => Locked(() => _index.PutBack(command.Request.Channel));

    /// <summary>Says that a command is in the timeline, or was kept aside.</summary>
    public void Settle(SpooledCommand command)
    {
        lock (_gate)
        {
            _index.Settle(command.Delivery, command.Request.Channel);
            OpenWays();
        }

        Announce();
    }

    /// <summary>Keeps a command aside that cannot be added.</summary>
    public void Reject(SpooledCommand command, string reason)
    {
        Rejected.Add(new RejectedCommand(command.Request, reason));
        Settle(command);
    }

    /// <summary>
    /// Erases the words of the commands that say them, among those kept aside and those settled. What waits is no entry
    /// yet, and gets a number of its own by which it can be redacted.
    /// </summary>
    /// <returns>The files that may still hold the words.</returns>
    public IReadOnlyList<string> Erase(Func<CommandRequest, bool> says)
    {
        List<string> left = [];
        lock (_fileGate)
        {
            Try(() => EraseSettled(says), _path);
            Try(() => Rejected.Erase(says), Rejected.Path);
        }

        if (File.Exists(_path + Damaged))
        {
            left.Add(_path + Damaged);
        }

        Announce();
        return left;

        void Try(Func<bool> erase, string path)
        {
            try
            {
                if (!erase())
                {
                    left.Add(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnusableStoreException or JsonException)
            {
                LogNotErased(path, e);
                left.Add(path);
            }
        }
    }

    /// <summary>All that was settled waits again.</summary>
    public void TakeBack()
    {
        Locked(_index.TakeBack);
        Announce();
    }

    /// <summary>Tells whoever shows it that there is news.</summary>
    public void Announce() => Changed?.Invoke();

    /// <summary>Empties the file unless something waits in it.</summary>
    /// <exception cref="IOException">It could not be emptied.</exception>
    public void Clear()
    {
        lock (_fileGate)
        {
            if (Locked(() => _index.Waiting > 0 || _index.IsEmpty))
            {
                return;
            }

            // First, what must not go with it.
            Rejected.Save();
            OpenFile().Clear();
            Locked(_index.Clear);
        }
    }

    public void Dispose()
    {
        lock (_fileGate)
        {
            CloseFile();
        }
    }

    private void SaveAll()
    {
        while (true)
        {
            List<Addition> batch;
            lock (_gate)
            {
                if (_next.Count == 0)
                {
                    _isSaving = false;
                    return;
                }

                (batch, _next) = (_next, []);
            }

            try
            {
                Save(batch);
            }
            catch (Exception e)
            {
                // Whatever it was, somebody waits for a word.
                var refusal = e as SpoolException ?? new SpoolException(outcomeUnknown: true, e.Message, e);
                LogNotTaken(e);
                Problem = refusal.Message;
                End(batch, addition => addition.Fail(refusal));
            }

            _work.Writer.TryWrite(true);
            Announce();
        }
    }

    private void Save(List<Addition> batch)
    {
        lock (_fileGate)
        {
            var file = OpenFile();
            if (file.Length + batch.Sum(addition => (long)addition.Frame.Length) > _cap)
            {
                throw new SpoolException(outcomeUnknown: false, $"{_path} is full.");
            }

            var offset = Append(file, batch);
            lock (_gate)
            {
                foreach (var addition in batch)
                {
                    _index.Add(addition.Command, offset, addition.Frame.Length);
                    offset += addition.Frame.Length;
                }
            }
        }

        Problem = null;
        End(batch, addition => addition.Succeed());
    }

    private long Append(SpoolFile file, List<Addition> batch)
    {
        try
        {
            return file.Append([.. batch.Select(addition => addition.Frame)]);
        }
        catch (SpoolException e) when (e.OutcomeUnknown)
        {
            // What the file holds is found out by opening it anew.
            CloseFile();
            throw;
        }
    }

    private void End(List<Addition> batch, Action<Addition> tell)
    {
        lock (_gate)
        {
            batch.ForEach(addition => _saving.Remove(addition.Command.Delivery));
            OpenWays();
        }

        batch.ForEach(tell);
    }

    private void OpenWays()
    {
        foreach (var room in _ways.Keys.Where(room => !Holds(room)).ToList())
        {
            _ways.Remove(room, out var way);
            way!.SetResult();
        }
    }

    /// <exception cref="SpoolException">It cannot be opened.</exception>
    private SpoolFile OpenFile()
    {
        if (_file is null)
        {
            TryOpen();
        }

        return _file ?? throw new SpoolException(outcomeUnknown: false, Problem!);
    }

    private SpoolFile OpenFileToRead()
    {
        lock (_fileGate)
        {
            return OpenFile();
        }
    }

    private void TryOpen()
    {
        try
        {
            _file = SpoolFile.Open(_path, out var content);
            Rejected.Load();
            TakeIn(content);
            Problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnusableStoreException or JsonException)
        {
            CloseFile();
            Problem = e.Message;
            LogUnusable(e.Message);
        }
    }

    private void TakeIn(byte[] content)
    {
        var (frames, damage) = SpoolFrame.Read(content);
        var known = Waiting;
        lock (_gate)
        {
            _index.Forget();
            foreach (var frame in frames)
            {
                var (offset, length) = frame.GetOffsetAndLength(content.Length);
                _index.Add(Decode(content.AsSpan(offset, length)), offset, length);
            }
        }

        if (Waiting < known)
        {
            LogLost(known - Waiting);
        }

        if (damage.Count > 0)
        {
            KeepDamage(content, damage);
        }

        if (frames.Count > 0)
        {
            _work.Writer.TryWrite(true);
        }
    }

    private bool EraseSettled(Func<CommandRequest, bool> says)
    {
        if (_file is not { } file)
        {
            return !File.Exists(_path);
        }

        foreach (var place in Locked(() => _index.Settled))
        {
            var record = file.Read(place.Offset, place.Length).AsSpan(SpoolFrame.Overhead);
            var command = SpooledCommand.FromJson(record);
            if (says(command.Request))
            {
                // Blanks after the record, so that the frame keeps its length, and a restart finds what is behind it.
                var erased = new byte[record.Length];
                erased.AsSpan().Fill((byte)' ');
                (command with { Request = command.Request with { Text = "" } }).ToJson().CopyTo(erased, 0);
                file.Overwrite(place.Offset, SpoolFrame.Write(erased));
            }
        }

        return true;
    }

    /// <summary>What is no record is put beside the file, for people to look at; a torn end is then cut off.</summary>
    private void KeepDamage(byte[] content, List<Range> damage)
    {
        var path = _path + Damaged;
        using (var kept = PrivateFiles.Open(path, FileShare.Read, "Storage:SpoolPath"))
        {
            kept.Seek(0, SeekOrigin.End);
            damage.ForEach(range => kept.Write(content.AsSpan(range)));
            kept.Flush(flushToDisk: true);
        }

        PrivateFiles.SyncFolder(Path.GetDirectoryName(path)!);
        LogDamage(damage.Sum(range => range.GetOffsetAndLength(content.Length).Length), path);
        if (damage[^1].End.GetOffset(content.Length) == content.Length)
        {
            _file!.CutAt(damage[^1].Start.GetOffset(content.Length));
        }
    }

    private void CloseFile()
    {
        _file?.Dispose();
        _file = null;
    }

    private static SpooledCommand Decode(ReadOnlySpan<byte> frame) => SpooledCommand.FromJson(frame[SpoolFrame.Overhead..]);

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Locked(Action change)
    {
        lock (_gate)
        {
            change();
        }
    }

    [LoggerMessage(LogLevel.Error, "The emergency file cannot be used: {Problem}")]
    private partial void LogUnusable(string problem);

    [LoggerMessage(LogLevel.Error, "The emergency file did not take a command")]
    private partial void LogNotTaken(Exception e);

    [LoggerMessage(LogLevel.Error, "{Bytes} bytes of the emergency file are no whole command; they are kept in {Path}, for you to look at and delete")]
    private partial void LogDamage(int bytes, string path);

    [LoggerMessage(LogLevel.Error, "What was redacted could not be erased from {Path}, where it may stand as well")]
    private partial void LogNotErased(string path, Exception e);

    [LoggerMessage(LogLevel.Critical, "{Commands} commands are gone from the emergency file: somebody removed or replaced it")]
    private partial void LogLost(int commands);

    /// <summary>A command on its way into the file.</summary>
    private sealed class Addition(SpooledCommand command)
    {
        private readonly TaskCompletionSource<bool> _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SpooledCommand Command => command;

        public byte[] Frame { get; } = SpoolFrame.Write(command.ToJson());

        public Task<bool> Saved => _saved.Task;

        public void Succeed() => _saved.SetResult(command.MaybeSaved);

        public void Fail(SpoolException e) => _saved.SetException(e);
    }
}
