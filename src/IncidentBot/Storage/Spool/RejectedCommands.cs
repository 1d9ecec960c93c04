using System.Text;
using System.Text.Json;
using IncidentBot.Core.Commands;

namespace IncidentBot.Storage.Spool;

/// <summary>A command out of the emergency file that could not be added to the timeline, and why.</summary>
internal sealed record RejectedCommand(CommandRequest Request, string Reason);

/// <summary>
/// The commands kept aside, one line of JSON each in a file of their own beside the emergency file, until a person has
/// dealt with them and deletes it.
/// </summary>
internal sealed class RejectedCommands(string path)
{
    private readonly Lock _gate = new();
    private readonly List<(RejectedCommand Command, bool IsSaved)> _commands = [];
    private bool _loaded;

    public string Path => path;

    /// <summary>Those nobody has dealt with yet.</summary>
    public IReadOnlyList<RejectedCommand> All()
    {
        lock (_gate)
        {
            if (_commands.Exists(c => c.IsSaved) && !File.Exists(path))
            {
                _commands.RemoveAll(c => c.IsSaved);
            }

            return [.. _commands.Select(c => c.Command)];
        }
    }

    public void Load()
    {
        lock (_gate)
        {
            if (_loaded || !File.Exists(path))
            {
                _loaded = true;
                return;
            }

            foreach (var line in File.ReadLines(path))
            {
                if (Read(line) is { } rejected)
                {
                    Keep(rejected, isSaved: true);
                }
            }

            _loaded = true;
        }
    }

    public void Add(RejectedCommand rejected)
    {
        lock (_gate)
        {
            Keep(rejected, isSaved: false);
        }
    }

    /// <summary>Writes what is not in the file yet, and flushes it to disk.</summary>
    public void Save()
    {
        lock (_gate)
        {
            if (_commands.TrueForAll(c => c.IsSaved))
            {
                return;
            }

            using var file = PrivateFiles.Open(path, FileShare.Read, "Storage:SpoolPath");
            file.Seek(0, SeekOrigin.End);
            // A line that was cut short stays by itself.
            file.WriteByte((byte)'\n');
            for (var i = 0; i < _commands.Count; i++)
            {
                if (!_commands[i].IsSaved)
                {
                    file.Write(Row(_commands[i].Command));
                    file.WriteByte((byte)'\n');
                }
            }

            file.Flush(flushToDisk: true);
            PrivateFiles.SyncFolder(System.IO.Path.GetDirectoryName(path)!);
            for (var i = 0; i < _commands.Count; i++)
            {
                _commands[i] = (_commands[i].Command, IsSaved: true);
            }
        }
    }

    /// <summary>Erases the commands that say something, in the file by blanks where they stood, flushed to disk.</summary>
    /// <returns>False if the file also holds lines that cannot be read.</returns>
    public bool Erase(Func<CommandRequest, bool> says)
    {
        lock (_gate)
        {
            _commands.RemoveAll(c => says(c.Command.Request));
            if (!File.Exists(path))
            {
                return true;
            }

            using var file = PrivateFiles.Open(path, FileShare.Read, "Storage:SpoolPath");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var readable = true;
            foreach (var range in new ReadOnlySpan<byte>(bytes).Split((byte)'\n'))
            {
                var line = bytes.AsSpan(range);
                if (Read(Encoding.UTF8.GetString(line)) is not { } rejected)
                {
                    readable &= line.IndexOfAnyExcept((byte)' ') < 0;
                }
                else if (says(rejected.Request))
                {
                    line.Fill((byte)' ');
                }
            }

            file.Position = 0;
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            return readable;
        }
    }

    private void Keep(RejectedCommand rejected, bool isSaved)
    {
        // After a kill it may be tried, and refused, once more.
        if (!_commands.Exists(c => c.Command.Request.Delivery == rejected.Request.Delivery))
        {
            _commands.Add((rejected, isSaved));
        }
    }

    private static byte[] Row(RejectedCommand rejected) => JsonSerializer.SerializeToUtf8Bytes(
        new RejectedRow(rejected.Reason, new SpooledCommand(rejected.Request, MaybeSaved: false).ToRow()), SpoolJson.Default.RejectedRow);

    private static RejectedCommand? Read(string line)
    {
        try
        {
            return string.IsNullOrWhiteSpace(line) || JsonSerializer.Deserialize(line, SpoolJson.Default.RejectedRow) is not { } row
                ? null
                : new RejectedCommand(SpooledCommand.Of(row.Command).Request, row.Reason);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
