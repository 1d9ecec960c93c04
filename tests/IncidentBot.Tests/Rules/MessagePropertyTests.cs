using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

public sealed class MessagePropertyTests
{
    private static readonly string[] Ways = ["reaction:pushpin", "reaction:no_entry", "pin"];
    private static readonly EntryKind[] Kinds = [EntryKind.Note, EntryKind.DeadEnd, EntryKind.Fix, EntryKind.Resolved, EntryKind.Impact];

    private static readonly Gen<Step> AnyStep =
        from what in Gen.Choose(0, 9)
        from message in Gen.Choose(1, 3)
        from how in Gen.Elements(Ways)
        from kind in Gen.Elements(Kinds)
        select new Step(what, $"m{message}", how, kind);

    [Fact]
    public void However_messages_are_marked_each_stands_once_at_most_and_numbers_have_no_gap() =>
        Prop.ForAll(AnyStep.ListOf().ToArbitrary(), steps => Check(steps, e => e)).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(40));

    [Fact]
    public void A_bot_that_forgets_where_entries_came_from_is_caught() => Assert.ThrowsAny<Exception>(() =>
        Prop.ForAll(AnyStep.ListOf().ToArbitrary(), steps => Check(steps, e => e is IncidentEvent.EntryRecorded r ? r with { Message = null } : e))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(40)));

    private static void Check(IEnumerable<Step> steps, Func<IncidentEvent, IncidentEvent> mutate)
    {
        var room = new Room(channel: "slack:C1") { Mutate = mutate };
        room.Type("/detected down", at: "09:00");
        var standing = new Dictionary<string, (string How, EntryKind Kind)>();
        foreach (var step in steps)
        {
            Follow(room, step, standing);
            var entries = room.Incident.Entries;
            Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(e => e.Number));
            Assert.Equal(standing.Count + 1, room.Incident.StandingEntries);
            Assert.Equal(room.Incident.StandingEntries, entries.Count(e => !e.Withdrawn));
            Assert.All(standing, s => Assert.Equal(s.Value, (room.Incident.FindMessage(room.Ref(s.Key))!.Message!.Ref.How, room.Incident.FindMessage(room.Ref(s.Key))!.Kind)));
        }
    }

    /// <summary>The rule in its simplest form, beside the real one.</summary>
    private static void Follow(Room room, Step step, Dictionary<string, (string How, EntryKind Kind)> standing)
    {
        var known = standing.GetValueOrDefault(step.Message);
        switch (step.What)
        {
            case < 5:
                room.Capture(step.Message, step.Message, step.Kind, step.How);
                if (known.How is null || (known.Kind != step.Kind && step.Kind != EntryKind.Note))
                {
                    standing[step.Message] = (step.How, step.Kind);
                }

                break;
            case < 8:
                room.Release(step.Message, step.How);
                if (known.How == step.How)
                {
                    standing.Remove(step.Message);
                }

                break;
            case 8:
                room.Follow(new MessageChange.Edited(room.Ref(step.Message)), step.How);
                break;
            default:
                room.Follow(new MessageChange.Deleted(room.Ref(step.Message)));
                break;
        }
    }

    private sealed record Step(int What, string Message, string How, EntryKind Kind);
}
