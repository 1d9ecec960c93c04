using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

/// <summary>What happens to a message reaches us in any order, and again, and comes to the same.</summary>
public sealed class MessageOrderTests
{
    private static readonly MessageChange.Captured Captured = new(new MessageRef(new ChannelId("slack:C1"), "m1", "pin"), EntryKind.Note, Some.Ana, Room.At("09:12"));

    /// <summary>What follows once it stands, each with the time at which the platform says that it happened.</summary>
    private static readonly IReadOnlyList<Func<Room, bool, CommandAnswer>> Changes =
    [
        (room, told) => Edit(room, "first", 1, told),
        (room, told) => Edit(room, "second", 2, told),
        (room, told) => Edit(room, "third", 3, told),
        (room, told) => Edit(room, "second", 2, told),
        (room, _) => room.Follow(new MessageChange.Deleted(Captured.Ref)),
        (room, _) => room.Follow(Captured with { Ref = Captured.Ref with { How = "reaction:pushpin" } }, "as it was"),
        (room, _) => room.Type("/incident close"),
    ];

    [Fact]
    public void Row_43_every_order_of_edits_a_deletion_a_second_mark_and_the_close_comes_to_one_state() =>
        Assert.Equal("third, deleted there, closed, 2 standing", Assert.Single(States(isTold: true)));

    [Fact]
    public void Without_the_times_at_which_they_were_made_edits_would_not() => Assert.NotEqual(1, States(isTold: false).Count);

    private static HashSet<string> States(bool isTold) => [.. Orders([.. Enumerable.Range(0, Changes.Count)]).Select(order => Play(order, isTold))];

    private static string Play(IReadOnlyList<int> order, bool isTold)
    {
        var room = new Room(channel: "slack:C1");
        room.Type("/detected slow");
        room.Follow(Captured, "as it was", sentAt: isTold ? Room.At("10:00") : null);
        foreach (var change in order)
        {
            Changes[change](room, isTold);
        }

        var entry = room.Incident.Find(2)!;
        return $"{entry.Text}, {(entry.DeletedThere ? "deleted there" : "there")}, {(room.Incident.Closed ? "closed" : "open")}, {room.Incident.StandingEntries} standing";
    }

    private static CommandAnswer Edit(Room room, string text, int minute, bool isTold) =>
        room.Follow(new MessageChange.Edited(Captured.Ref), text, sentAt: isTold ? Room.At($"10:0{minute}") : null);

    private static IEnumerable<IReadOnlyList<int>> Orders(IReadOnlyList<int> items) => items.Count == 0
        ? [[]]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (IReadOnlyList<int>)[first, .. rest]));
}
