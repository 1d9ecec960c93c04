using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using NodaTime;

namespace IncidentBot.Tests.Storage;

/// <summary>The literals here are what files on people's disks hold. They may be added to and never changed.</summary>
public sealed class EventCodecTests
{
    private static readonly Moment At = new(Instant.FromUnixTimeTicks(17_000_000_000_000_010), null, Precision.Minute, "Europe/Madrid");

    public static TheoryData<string, string, string?, IncidentEvent> OnDisk => new()
    {
        {
            "opened", """{"titleFromEntry":1,"zone":"Europe/Madrid"}""", """{"text":"disk full"}""",
            new IncidentEvent.Opened("Europe/Madrid", 1) { Words = new Words("disk full") }
        },
        { "opened", """{"zone":"UTC"}""", null, new IncidentEvent.Opened("UTC", null) },
        { "bound", """{"channel":"C1"}""", null, new IncidentEvent.ChannelBound(new ChannelId("C1")) },
        { "unbound", """{"channel":"C1"}""", null, new IncidentEvent.ChannelUnbound(new ChannelId("C1")) },
        {
            "recorded",
            """{"number":1,"kind":"dead-end","when":{"at":1700000000000001,"until":1700000060000001,"precision":"second","zone":"Europe/Madrid"}}""",
            """{"text":"Ñ 🦤 <b>\u0000","typedTime":"10:42"}""",
            new IncidentEvent.EntryRecorded(
                1, EntryKind.DeadEnd, At with { EndsAt = At.OccurredAt + Duration.FromMinutes(1), Precision = Precision.Second }, false)
            {
                Words = new Words("Ñ 🦤 <b>\0") { TypedTime = "10:42" },
            }
        },
        {
            "recorded", """{"number":2,"kind":"root-cause","brief":true}""", """{"text":"t","label":"l","url":"https://example.org/"}""",
            new IncidentEvent.EntryRecorded(2, EntryKind.RootCause, null, true)
            {
                Words = new Words("t") { Label = "l", Url = "https://example.org/" },
            }
        },
        {
            "amended", """{"number":1,"when":{"at":1700000000000001,"precision":"day","zone":"UTC"}}""", null,
            new IncidentEvent.EntryAmended(1, At with { Precision = Precision.Day, Zone = "UTC" }, false, false)
        },
        {
            "amended", """{"number":2,"brief":true,"textChanged":true}""", """{"text":"new"}""",
            new IncidentEvent.EntryAmended(2, null, true, true) { Words = new Words("new") }
        },
        { "withdrawn", """{"number":2}""", null, new IncidentEvent.EntryWithdrawn(2) },
        {
            "withdrawn", """{"number":2,"cause":"removed:reaction:pushpin","recovered":true}""", null,
            new IncidentEvent.EntryWithdrawn(2) { Cause = Cause.Removed("reaction:pushpin"), Recovered = true }
        },
        {
            "recorded",
            """{"number":2,"kind":"note","message":{"channel":"slack:C1","id":"17.1","how":"pin","authorId":"slack:U1","authorName":"Ana","sentAt":1700000000000001,"link":"https://e.org/1","thread":"16.9"}}""",
            """{"text":"t"}""",
            new IncidentEvent.EntryRecorded(2, EntryKind.Note, null, false)
            {
                Words = new Words("t"),
                Message = new CapturedMessage(
                    new MessageRef(new ChannelId("slack:C1"), "17.1", "pin"), new Person("slack:U1", "Ana"), At.OccurredAt, "https://e.org/1", "16.9"),
            }
        },
        {
            "file", """{"number":2,"file":1,"contentType":"image/png","size":12}""", """{"text":"g.png","digest":"ab"}""",
            new IncidentEvent.FileKept(2, 1, "image/png", 12) { Words = new Words("g.png") { Digest = "ab" } }
        },
        { "redacted", """{"number":2}""", """{"text":"why"}""", new IncidentEvent.EntryRedacted(2) { Words = new Words("why") } },
        { "set", """{"setting":"title"}""", """{"text":"v"}""", Set(Setting.Title) },
        { "set", """{"setting":"zone"}""", """{"text":"v"}""", Set(Setting.Zone) },
        { "set", """{"setting":"layout"}""", """{"text":"v"}""", Set(Setting.Layout) },
        { "set", """{"setting":"severity"}""", """{"text":"v"}""", Set(Setting.Severity) },
        {
            "duration", """{"start":1700000000000001,"end":1700000060000001,"zone":"UTC"}""", """{"text":"1 min"}""",
            new IncidentEvent.DurationSet(At.OccurredAt, At.OccurredAt + Duration.FromMinutes(1), "UTC") { Words = new Words("1 min") }
        },
        { "closed", "{}", null, new IncidentEvent.Closed() },
        { "reopened", "{}", null, new IncidentEvent.Reopened() },
    };

    [Theory]
    [MemberData(nameof(OnDisk))]
    public void An_event_is_written_as_ever(string type, string facts, string? words, IncidentEvent @event)
    {
        var encoded = EventCodec.Encode(@event);

        Assert.Equal((type, facts), (encoded.Type, encoded.Facts));
        Assert.Equal(@event.Words, EventCodec.DecodeWords(encoded.Words));
        Assert.Equal(words is null, encoded.Words is null);
    }

    [Theory]
    [MemberData(nameof(OnDisk))]
    public void An_event_on_disk_is_read_as_ever(string type, string facts, string? words, IncidentEvent @event) =>
        Assert.Equal(@event, Decode(type, facts, words));

    [Fact]
    public void Every_kind_of_entry_comes_back() => Assert.All(EntryKinds.All, kind =>
    {
        var @event = new IncidentEvent.EntryRecorded(1, kind, null, false);
        var encoded = EventCodec.Encode(@event);
        Assert.Equal(@event, EventCodec.Decode(encoded, new IncidentId(1), 1));
    });

    [Fact]
    public void Every_type_of_event_stands_in_the_table() => Assert.Equal(
        typeof(IncidentEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(IncidentEvent))).Select(t => t.Name).Order(),
        OnDisk.Select(row => ((object[])row)[3].GetType().Name).Distinct().Order());

    [Fact]
    public void Fields_of_a_newer_version_are_passed_over() => Assert.Equal(
        new IncidentEvent.EntryWithdrawn(2), Decode("withdrawn", """{"number":2,"mood":{"of":["the","author"]}}""", null));

    [Theory]
    [InlineData("exploded", "{}", "unknown")]
    [InlineData("recorded", """{"number":1,"kind":"guess"}""", "guess")]
    [InlineData("withdrawn", "{}", "missing")]
    [InlineData("set", """{"setting":"mood"}""", "mood")]
    [InlineData("recorded", """{"number":1,"kind":"note","when":{"at":1,"precision":"year","zone":"UTC"}}""", "year")]
    [InlineData("closed", "not json", "not")]
    [InlineData("closed", "null", "missing")]
    public void What_cannot_be_read_is_named_with_incident_and_version(string type, string facts, string part)
    {
        var error = Assert.Throws<InvalidDataException>(() => Decode(type, facts, null));

        Assert.StartsWith("INC-7: event 3 of type '" + type, error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1_999, 1)]
    [InlineData(0, -1, -1)]
    [InlineData(0, -1_000, -1)]
    [InlineData(-62_135_596_800, 0, -62_135_596_800_000_000)]
    [InlineData(253_402_300_799, 999_999_999, 253_402_300_799_999_999)]
    public void Instants_are_rounded_down_to_microseconds(long seconds, long nanoseconds, long expected)
    {
        var stored = Instant.FromUnixTimeSeconds(seconds).PlusNanoseconds(nanoseconds).ToMicroseconds();

        Assert.Equal(expected, stored);
        Assert.Equal(expected, stored.ToInstant().ToMicroseconds());
    }

    private static IncidentEvent.SettingChanged Set(Setting setting) => new(setting) { Words = new Words("v") };

    private static IncidentEvent Decode(string type, string facts, string? words) =>
        EventCodec.Decode(new EncodedEvent(type, facts, words), new IncidentId(7), 3);
}
