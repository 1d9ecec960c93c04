using IncidentBot.Core.Incidents;
using NodaTime;
using NodaTime.Text;

namespace IncidentBot.Tests.Drafts;

/// <summary>Tells an incident in events. Times are local: <c>09:00</c> on the day set last, <c>10:00-10:45</c> for a span.</summary>
public sealed class IncidentScript
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    private readonly List<RecordedEvent> _events = [];
    private readonly DateTimeZone _zone;
    private LocalDate _day = new(2023, 11, 12);
    private Person _actor = Some.Ana;
    private Instant _now;
    private Duration _delay = Duration.FromSeconds(20);
    private int _entries;

    internal IncidentScript(string title, string zone)
    {
        _zone = DateTimeZoneProviders.Tzdb[zone];
        _now = _day.AtStartOfDayInZone(_zone).ToInstant();
        Add(new IncidentEvent.Opened(zone, null) { Words = new Words(title) });
        Add(new IncidentEvent.ChannelBound(Some.Channel));
    }

    public IReadOnlyList<RecordedEvent> Events => _events;

    public Incident Build() => Incident.Replay(Some.Id, _events);

    public IncidentScript On(int year, int month, int day)
    {
        _day = new LocalDate(year, month, day);
        return this;
    }

    public IncidentScript By(Person actor)
    {
        _actor = actor;
        return this;
    }

    /// <summary>From now on moments reach us so many minutes after they happened.</summary>
    public IncidentScript RecordedLater(int minutes)
    {
        _delay = Duration.FromMinutes(minutes);
        return this;
    }

    public IncidentScript Detected(string time, string text) => Moment(EntryKind.Detected, time, text);

    public IncidentScript Note(string time, string text) => Moment(EntryKind.Note, time, text);

    public IncidentScript DeadEnd(string time, string text) => Moment(EntryKind.DeadEnd, time, text);

    public IncidentScript Escalate(string time, string text) => Moment(EntryKind.Escalate, time, text);

    public IncidentScript Identified(string time, string text) => Moment(EntryKind.Identified, time, text);

    public IncidentScript Fix(string time, string text) => Moment(EntryKind.Fix, time, text);

    public IncidentScript Resolved(string time, string text = "") => Moment(EntryKind.Resolved, time, text);

    /// <summary>A moment of which only the day is known.</summary>
    public IncidentScript NoteOfTheDay(string text) => Entry(
        EntryKind.Note, new Words(text), new Moment(_day.AtStartOfDayInZone(_zone).ToInstant(), null, Precision.Day, _zone.Id));

    /// <summary>A moment at an exact instant, where a local time would be ambiguous.</summary>
    public IncidentScript NoteAt(Instant at, string text) =>
        Entry(EntryKind.Note, new Words(text), new Moment(at, null, Precision.Minute, _zone.Id));

    public IncidentScript Impact(string text, string? label = null) => Item(EntryKind.Impact, text, label);

    public IncidentScript Brief(string text) => Entry(EntryKind.RootCause, new Words(text), null, brief: true);

    public IncidentScript RootCause(string text) => Item(EntryKind.RootCause, text);

    public IncidentScript Resolution(string text) => Item(EntryKind.Resolution, text);

    public IncidentScript Improve(string text, string? label = null) => Item(EntryKind.Improvement, text, label);

    public IncidentScript Task(string text, string? group = null) => Item(EntryKind.Task, text, group);

    public IncidentScript Conclusion(string text) => Item(EntryKind.Conclusion, text);

    public IncidentScript Section(string heading, string text) => Item(EntryKind.Section, text, heading);

    public IncidentScript Attach(string url, string caption, string? after = null) =>
        Entry(EntryKind.Attachment, new Words(caption) { Label = after, Url = url }, null);

    public IncidentScript Set(Setting setting, string value) =>
        Add(new IncidentEvent.SettingChanged(setting) { Words = new Words(value) });

    public IncidentScript Lasted(string start, string end) =>
        Add(new IncidentEvent.DurationSet(At(start), At(end), _zone.Id) { Words = new Words($"{start} - {end}") });

    public IncidentScript Withdraw(int number) => Add(new IncidentEvent.EntryWithdrawn(number));

    /// <summary>As the store does it: the words go from the events before as well.</summary>
    public IncidentScript Redact(int number, string? reason = null)
    {
        for (var i = 0; i < _events.Count; i++)
        {
            if (_events[i].Event.Entry == number)
            {
                _events[i] = _events[i] with { Event = _events[i].Event with { Words = null } };
            }
        }

        return Add(new IncidentEvent.EntryRedacted(number) { Words = reason is null ? null : new Words(reason) });
    }

    public IncidentScript Amend(int number, string text) =>
        Add(new IncidentEvent.EntryAmended(number, null, false, TextChanged: true) { Words = new Words(text) });

    public IncidentScript Close() => Add(new IncidentEvent.Closed());

    private IncidentScript Moment(EntryKind kind, string time, string text)
    {
        var span = time.Length == 11 ? time.Split('-') : [time];
        var start = At(span[0]);
        var end = span.Length > 1 ? At(span[1]) : (Instant?)null;
        end = end < start ? end + Duration.FromDays(1) : end;
        _now = Instant.Max(_now, (end ?? start) + _delay);
        return Entry(kind, new Words(text) { TypedTime = time }, new Moment(start, end, Precision.Minute, _zone.Id));
    }

    private Instant At(string time) => _zone.AtLeniently(time.Length > 5
        ? Stamp.Parse(time).Value
        : _day + Clock.Parse(time).Value).ToInstant();

    private IncidentScript Item(EntryKind kind, string text, string? label = null) =>
        Entry(kind, new Words(text) { Label = label }, null);

    private IncidentScript Entry(EntryKind kind, Words words, Moment? when, bool brief = false) =>
        Add(new IncidentEvent.EntryRecorded(++_entries, kind, when, brief) { Words = words });

    private IncidentScript Add(IncidentEvent happened)
    {
        _events.Add(new RecordedEvent(_events.Count + 1, _actor, _now, _now + Duration.FromMilliseconds(300), happened));
        return this;
    }
}
