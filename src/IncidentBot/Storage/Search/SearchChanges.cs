using IncidentBot.Core.Incidents;
using IncidentBot.Core.Text;

namespace IncidentBot.Storage.Search;

/// <summary>What events do to the index: the same for each database. Nothing is written here.</summary>
/// <param name="stored">Finds a row that is in the index.</param>
internal sealed class SearchChanges(Func<SearchKey, SearchRow?> stored)
{
    private readonly Dictionary<SearchKey, SearchRow> _rows = [];
    private readonly Dictionary<int, SearchedIncident> _incidents = [];

    /// <summary>The rows that are new or other than in the index, in order.</summary>
    public IEnumerable<SearchRow> Rows => _rows.Values.OrderBy(row => row.Key.Id);

    public IEnumerable<SearchedIncident> Incidents => _incidents.Values;

    /// <summary>Whether words that may be in the index were redacted. Then it has to be made anew: it must not keep a trace.</summary>
    public bool Redacted { get; private set; }

    /// <param name="link">The link of the event.</param>
    /// <param name="event">Null for one that cannot be read: what it said is not found, all else is.</param>
    public void Apply(SearchedIncident incident, int version, byte[] link, IncidentEvent? @event)
    {
        incident = _incidents.GetValueOrDefault(incident.Number, incident) with { Version = version, Link = link };
        switch (@event)
        {
            case IncidentEvent.Opened e:
                incident = incident with { Zone = e.Zone };
                Put(incident, SearchKey.Title, e.Words);
                break;
            case IncidentEvent.SettingChanged { Setting: Setting.Title } e:
                Put(incident, SearchKey.Title, e.Words);
                break;
            case IncidentEvent.SettingChanged { Setting: Setting.Zone, Words: { } zone }:
                incident = incident with { Zone = zone.Text };
                break;
            case IncidentEvent.EntryRecorded e:
                Put(incident, e.Number, e.Words);
                break;
            case IncidentEvent.EntryAmended e:
                Change(incident, e.Number, row => Amended(row, e, version));
                break;
            case IncidentEvent.EntryWithdrawn e:
                Change(incident, e.Number, row => row with { Tokens = "", Worded = 0 });
                break;
            case IncidentEvent.EntryRedacted e:
                Change(incident, e.Number, row => row with { Tokens = "" });
                Redacted |= version > incident.Begun;
                break;
            default:
                break;
        }

        _incidents[incident.Number] = incident;
    }

    private static SearchRow Amended(SearchRow row, IncidentEvent.EntryAmended e, int version)
    {
        row = e.When is null ? row : row with { Timed = version };
        return e.TextChanged && row.Worded > 0 ? row with { Tokens = Tokens(e.Words), Worded = version } : row;
    }

    private void Put(SearchedIncident incident, int entry, Words? words)
    {
        var key = new SearchKey(incident.Number, entry);
        _rows[key] = new SearchRow(key, Tokens(words), incident.Version, incident.Version, incident.Version);
    }

    private void Change(SearchedIncident incident, int entry, Func<SearchRow, SearchRow> change)
    {
        var key = new SearchKey(incident.Number, entry);
        if ((_rows.GetValueOrDefault(key) ?? stored(key)) is { } row)
        {
            _rows[key] = change(row);
        }
    }

    private static string Tokens(Words? words) => words is null ? "" : SearchWords.Join(words.Whole());
}
