using System.Globalization;
using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Tests.Rules;

/// <summary>When something happened is what was said of it; when it reached us is kept beside it.</summary>
public sealed class ClaimedTimeTests
{
    private const int Claims = 400;
    private const int TenYears = 10 * 365 * 24 * 60;
    private static readonly Instant Noon = Room.At("12:00");

    [Fact]
    public void Row_44_what_is_backdated_keeps_both_times_and_what_lies_ahead_is_asked_back_with_its_text() => Check(new Room());

    [Fact]
    public void An_entry_that_takes_the_time_at_which_it_came_is_caught() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check(new Room
    {
        Mutate = e => e is IncidentEvent.EntryRecorded { When: { } when } recorded ? recorded with { When = when with { OccurredAt = Noon } } : e,
    }));

    private static void Check(Room room)
    {
        room.Type("/incident open slow", at: "12:00");
        var random = new Random(44);
        int[] nearby = [-3 * 24 * 60, -1, 0, 5, 6, 120];
        foreach (var minutes in nearby.Concat(Enumerable.Range(0, Claims).Select(_ => random.Next(-TenYears, TenYears))))
        {
            var claimed = Noon + Duration.FromMinutes(minutes);
            var phrase = claimed.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
            var before = room.Incident.Entries.Count;

            var answer = room.Type($"/note {phrase} it fell", at: "12:00");

            Assert.Equal(minutes <= 5, answer.Recorded);
            if (answer.Recorded)
            {
                var entry = room.Incident.Entries[^1];
                Assert.Equal((claimed, Noon, "it fell"), (entry.When!.OccurredAt, entry.RecordedAt, entry.Text));
                Assert.Contains(claimed.ToString("HH:mm", CultureInfo.InvariantCulture), answer.Reply, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(before, room.Incident.Entries.Count);
                Assert.StartsWith("Not recorded: ", answer.Reply, StringComparison.Ordinal);
                Assert.Matches(" (is in|lies ahead)", answer.Reply);
                Assert.EndsWith($"`/note {phrase} it fell`", answer.Reply, StringComparison.Ordinal);
            }
        }
    }
}
