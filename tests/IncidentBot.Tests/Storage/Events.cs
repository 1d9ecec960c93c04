using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Tests.Storage;

internal static class Events
{
    private static readonly Moment At = new(Typed.Nine, null, Precision.Minute, "Europe/Madrid");

    /// <summary>May follow an incident with one entry.</summary>
    public static readonly IncidentEvent[] OfEveryType =
    [
        new IncidentEvent.EntryRecorded(
            2, EntryKind.DeadEnd, At with { EndsAt = Typed.Nine + Duration.FromMinutes(45), Precision = Precision.Second }, false)
        {
            Words = new Words("the cache") { TypedTime = "10:00 - 10:45" },
        },
        new IncidentEvent.EntryRecorded(3, EntryKind.RootCause, null, true) { Words = new Words("full disk") { Label = "Why" } },
        new IncidentEvent.EntryRecorded(4, EntryKind.Attachment, null, false)
        {
            Words = new Words("graph") { Label = "Timeline", Url = "https://example.org/g.png" },
        },
        new IncidentEvent.EntryAmended(2, At with { Precision = Precision.Day }, false, false) { Words = new Words("") { TypedTime = "today" } },
        new IncidentEvent.EntryAmended(3, null, true, true) { Words = new Words("no space left") },
        new IncidentEvent.EntryWithdrawn(4) { Cause = Cause.Removed("pin"), Recovered = true },
        new IncidentEvent.EntryRecorded(5, EntryKind.Note, At, false)
        {
            Words = new Words("as it was written"),
            Message = new CapturedMessage(new MessageRef(new ChannelId("slack:C1"), "1700.1", "pin"), new Person("slack:U9", "Kim"), Typed.Nine, "https://chat.example/1", "1699.9"),
            Recovered = true,
        },
        new IncidentEvent.EntryAmended(5, null, false, true) { Words = new Words("edited"), Cause = Cause.Edited },
        new IncidentEvent.EntryRedacted(4) { Words = new Words("private") },
        new IncidentEvent.SettingChanged(Setting.Zone) { Words = new Words("UTC") },
        new IncidentEvent.DurationSet(Typed.Nine, Typed.Nine + Duration.FromHours(2), "UTC") { Words = new Words("9 to 11") },
        new IncidentEvent.ChannelBound(new ChannelId("C2")),
        new IncidentEvent.ChannelBound(new ChannelId("C3")),
        new IncidentEvent.ChannelUnbound(new ChannelId("C3")),
        new IncidentEvent.Closed(),
        new IncidentEvent.Reopened(),
        new IncidentEvent.Opened("Asia/Tokyo", null) { Words = new Words("a title that was typed") },
    ];

    public static IncidentEvent Note(int number, string text) =>
        new IncidentEvent.EntryRecorded(number, EntryKind.Note, At, false) { Words = new Words(text) };
}
