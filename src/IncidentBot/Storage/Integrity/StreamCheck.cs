using System.Data;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Integrity;

/// <summary>Checks the stream of one incident: no gaps, every event reads and folds, words and erasures agree.</summary>
internal sealed class StreamCheck(IncidentId id, Action<string> report)
{
    private readonly Dictionary<int, int> _redactions = [];
    private readonly List<(int Version, int? Entry, bool Erased)> _words = [];
    private bool _isChained = true;

    /// <summary>What the stream folds to; null if it does not fold to the end.</summary>
    public Incident? Incident { get; private set; } = Incident.Empty(id);

    public int Events { get; private set; }

    /// <summary>The link that the last event should have.</summary>
    public byte[] Head { get; private set; } = EventChain.Beginning;

    public void Run(IEnumerable<EventRow> rows)
    {
        try
        {
            foreach (var row in rows)
            {
                Events++;
                Check(row);
            }
        }
        catch (Exception e) when (e is DataException or InvalidCastException or FormatException or OverflowException)
        {
            Incident = null;
            report($"{id}: a row of its events cannot be read: {e.Message}");
        }

        foreach (var (version, entry, erased) in _words)
        {
            var redacted = entry is { } number && _redactions.TryGetValue(number, out var at) && at > version;
            if (erased && !redacted)
            {
                report($"{id}: event {version} lost its words, and no redaction says so.");
            }
            else if (!erased && redacted)
            {
                report($"{id}: event {version} still has its words after a redaction of entry #{entry}.");
            }
        }
    }

    private void Check(EventRow row)
    {
        if (row.Version != Events)
        {
            report($"{id}: event {Events} is missing; event {row.Version} follows.");
            Events = row.Version;
        }

        CheckLink(row);
        CheckWords(row);
        try
        {
            var recorded = row.ToRecordedEvent(id);
            if (recorded.Event.Entry != row.Entry)
            {
                report($"{id}: event {row.Version} is filed under entry {row.Entry}, but is about {recorded.Event.Entry}.");
            }

            if (recorded.Event is IncidentEvent.EntryRedacted redacted)
            {
                _redactions[redacted.Number] = row.Version;
            }

            Incident = Incident?.Apply(recorded);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            Incident = null;
            report(e.Message);
        }
    }

    private void CheckLink(EventRow row)
    {
        Head = EventChain.Link(Head, id, row);
        if (_isChained && !Head.AsSpan().SequenceEqual(row.Link))
        {
            // Once is enough: no link after a broken one fits.
            _isChained = false;
            report($"{id}: event {row.Version}, or one before it, is not as it was recorded: the chain breaks here.");
        }
    }

    private void CheckWords(EventRow row)
    {
        if (row.WordsHash is null)
        {
            if (row.StoredWords is not null)
            {
                report($"{id}: event {row.Version} has words that it was not recorded with.");
            }

            return;
        }

        _words.Add((row.Version, row.Entry, row.Words is null));
        if (row.Words is not null && !EventRow.Hash(row.Salt ?? [], row.Words).AsSpan().SequenceEqual(row.WordsHash))
        {
            report($"{id}: the words of event {row.Version} are not the ones that were recorded.");
        }
    }
}
