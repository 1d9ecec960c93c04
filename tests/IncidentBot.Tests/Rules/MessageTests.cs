using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

public sealed class MessageTests
{
    private readonly Room _room = new(channel: "slack:C1");

    [Fact]
    public void A_marked_message_stands_at_its_own_time_with_its_exact_text_as_its_authors()
    {
        Open();

        var answer = _room.Capture("m1", "*bold* <b> & 10:15 not a time", EntryKind.DeadEnd, at: "09:12");

        var entry = _room.Incident.Find(2)!;
        Assert.Equal((true, 2, "dead-end", Room.At("09:12")), (answer.Recorded, answer.Entry, answer.Kind, answer.OccurredAt));
        Assert.Equal("*bold* <b> & 10:15 not a time", entry.Text);
        Assert.Equal((Some.Ana, "ben"), (entry.Author, entry.RecordedBy.Id));
        Assert.Equal((Room.At("09:12"), Room.At("09:12")), (entry.When!.OccurredAt, entry.SentAt));
        Assert.Equal(("reaction:pushpin", "https://chat.example/m1"), (entry.Message!.Ref.How, entry.Message.Link));
        Assert.Contains("09:12", answer.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reaction:pushpin", EntryKind.Note)]
    [InlineData("pin", EntryKind.Note)]
    [InlineData("reaction:memo", EntryKind.Note)]
    public void A_message_that_stands_is_not_recorded_twice_by_whatever_way(string how, EntryKind kind)
    {
        Open();
        _room.Capture("m1", "the graph fell");

        var again = _room.Capture("m1", "the graph fell", kind, how);

        Assert.Equal((false, 2), (again.Recorded, again.Entry));
        Assert.Contains("#2 note", again.Reply, StringComparison.Ordinal);
        Assert.Equal(2, _room.Incident.Entries.Count);
    }

    [Fact]
    public void A_mark_that_says_more_than_a_note_makes_it_that_in_one_step()
    {
        Open();
        _room.Capture("m1", "restarted the cache");

        var answer = _room.Capture("m1", "restarted the cache", EntryKind.DeadEnd, "reaction:no_entry");

        Assert.Equal((3, "dead-end"), (answer.Entry, answer.Kind));
        Assert.Contains("It was #2 note", answer.Reply, StringComparison.Ordinal);
        Assert.True(_room.Incident.Find(2)!.Withdrawn);
        Assert.Equal("captured again as dead-end", _room.Incident.Find(2)!.History[0].Reason);
        Assert.Equal(2, _room.Incident.StandingEntries);

        var less = _room.Capture("m1", "restarted the cache", EntryKind.Note, "pin");
        Assert.Equal((false, 3), (less.Recorded, less.Entry));
    }

    [Fact]
    public void Whoever_takes_away_the_mark_by_which_it_came_takes_it_back_and_it_can_come_again()
    {
        Open();
        _room.Capture("m1", "the graph fell");
        Assert.False(_room.Release("m1", "pin").Recorded);
        Assert.False(_room.Release("m2").Recorded);

        var back = _room.Release("m1", user: "kim");

        Assert.True(back.Recorded);
        var entry = _room.Incident.Find(2)!;
        Assert.Equal((true, "Kim", "reaction:pushpin removed"), (entry.Withdrawn, entry.History[0].By.Name, entry.History[0].Reason));
        Assert.False(_room.Release("m1").Recorded);
        Assert.Equal(3, _room.Capture("m1", "the graph fell").Entry);
        Assert.False(_room.Incident.Find(3)!.Withdrawn);
    }

    [Fact]
    public void Undo_takes_back_what_one_marked_and_not_what_others_marked_of_ones_own()
    {
        Open("ana");
        _room.Capture("m1", "of ana, marked by ben");

        Assert.Equal(1, _room.Type("/incident undo", "ana").Entry);
        Assert.Equal(2, _room.Type("/incident undo", "ben").Entry);
    }

    [Theory]
    [InlineData(EntryKind.Note, false)]
    [InlineData(EntryKind.Resolved, false)]
    [InlineData(EntryKind.Impact, false)]
    [InlineData(EntryKind.Section, false)]
    [InlineData(EntryKind.Detected, true)]
    public void Without_an_incident_only_a_detection_opens_one(EntryKind kind, bool opens)
    {
        var answer = _room.Capture("m1", "checkout is down\nsecond line", kind);

        Assert.Equal(opens, answer.Recorded);
        if (opens)
        {
            Assert.Equal("checkout is down", _room.Incident.Title);
            Assert.Contains("is open", answer.Reply, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(kind == EntryKind.Section ? "cannot be a section" : "mark it again", answer.Reply, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void After_the_close_a_moment_is_refused_with_a_way_on_and_the_write_up_goes_on()
    {
        Open();
        _room.Capture("m1", "a note");
        _room.Type("/incident close");

        Assert.Contains("reopen", _room.Capture("m2", "late").Reply, StringComparison.Ordinal);
        Assert.Contains("already", _room.Capture("m1", "a note").Reply, StringComparison.Ordinal);
        Assert.True(_room.Capture("m3", "30% of users", EntryKind.Impact).Recorded);
        Assert.Equal("INC-2", _room.Capture("m1", "a note", EntryKind.Detected, "reaction:fire").Incident.ToString());
    }

    [Fact]
    public void An_edit_shows_from_then_on_and_what_it_said_stays_in_the_history()
    {
        Open();
        _room.Capture("m1", "deploy 417");

        var answer = _room.Follow(new MessageChange.Edited(_room.Ref("m1")), "deploy 418", "ana");

        var entry = _room.Incident.Find(2)!;
        Assert.Equal((true, 2), (answer.Recorded, answer.Entry));
        Assert.Equal("deploy 418", entry.Text);
        var change = Assert.Single(entry.History);
        Assert.Equal(("amended", "deploy 417", "edited there", "Ana"), (change.Change, change.Before.Text, change.Reason, change.By.Name));
        Assert.Contains("deploy 418", Draft(), StringComparison.Ordinal);
        Assert.DoesNotContain("deploy 417", Draft(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_that_comes_late_or_changes_nothing_or_is_of_another_message_changes_nothing()
    {
        Open();
        var before = _room.Now;
        _room.Capture("m1", "deploy 418");

        Assert.False(_room.Follow(new MessageChange.Edited(_room.Ref("m1")), "deploy 417", sentAt: before).Recorded);
        Assert.False(_room.Follow(new MessageChange.Edited(_room.Ref("m1")), "deploy 418").Recorded);
        Assert.False(_room.Follow(new MessageChange.Edited(_room.Ref("m2")), "deploy 419").Recorded);
        Assert.Empty(_room.Incident.Find(2)!.History);
    }

    [Fact]
    public void A_deletion_keeps_the_words_and_says_so_once()
    {
        Open();
        _room.Capture("m1", "deploy 418");

        Assert.True(_room.Follow(new MessageChange.Deleted(_room.Ref("m1"))).Recorded);
        Assert.False(_room.Follow(new MessageChange.Deleted(_room.Ref("m1"))).Recorded);

        var entry = _room.Incident.Find(2)!;
        Assert.Equal(("deploy 418", true, "deleted there"), (entry.Text, entry.DeletedThere, Assert.Single(entry.History).Reason));
        Assert.Contains("deploy 418", Draft(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_redacted_does_not_come_back_by_an_edit_a_file_or_another_mark()
    {
        Open();
        _room.Capture("m1", "hunter2");
        _room.Type("/incident redact 2");

        Assert.False(_room.Follow(new MessageChange.Edited(_room.Ref("m1")), "hunter2!").Recorded);
        Assert.False(_room.Follow(File("m1", 3), "hunter2.txt").Recorded);
        Assert.False(_room.Capture("m1", "hunter2", EntryKind.DeadEnd, "reaction:no_entry").Recorded);
        Assert.True(_room.Release("m1").Recorded);
        Assert.Contains("redacted as INC-1 #2", _room.Capture("m1", "hunter2").Reply, StringComparison.Ordinal);
        Assert.Equal("(redacted)", _room.Incident.Find(2)!.Text);
        Assert.Equal(2, _room.Incident.Entries.Count);
    }

    [Fact]
    public void A_line_that_was_typed_in_a_message_is_found_by_whoever_marks_it_and_stays_as_it_was_read()
    {
        Open();
        var typed = new CapturedMessage(_room.Ref("m1", MessageRef.Typed), Some.Ana, Room.At("09:40"), null, "t1");
        var request = new CommandRequest
        {
            Channel = new ChannelId("slack:C1"),
            Actor = Some.Ana,
            Text = "@bot note disk full",
            TypedIn = typed,
            SentAt = Room.At("09:40"),
            ReceivedAt = Room.At("09:40"),
        };
        _room.Handle(request);

        Assert.Equal((false, 2), (_room.Capture("m1", "@bot note disk full", EntryKind.DeadEnd).Recorded, _room.Capture("m1", "x").Entry));
        Assert.False(_room.Follow(new MessageChange.Edited(_room.Ref("m1")), "@bot note disk was full").Recorded);
        Assert.Equal("disk full", _room.Incident.Find(2)!.Text);
    }

    [Fact]
    public void What_was_found_later_says_so()
    {
        Open();
        _room.Follow(_room.Captured("m1"), "missed", recovered: true);
        _room.Follow(new MessageChange.Edited(_room.Ref("m1")), "missed too", recovered: true);

        var entry = _room.Incident.Find(2)!;
        Assert.True(entry.Recovered);
        Assert.True(entry.History[0].Recovered);
        Assert.False(_room.Incident.Find(1)!.Recovered);
        Assert.Contains("\"recovered\":true", IncidentJson.Write(_room.Incident), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_kept_once_named_in_the_draft_and_gone_with_a_redaction()
    {
        Open();
        _room.Capture("m1", "look at this");

        Assert.True(_room.Follow(File("m1", 3), "graph.png").Recorded);
        Assert.False(_room.Follow(File("m1", 3), "graph.png").Recorded);
        Assert.Contains("not kept", new Room(new CommandSettings { MaxFileBytes = 2 }, _room.Store, "slack:C1").Follow(File("m1", 4), "big.png").Reply, StringComparison.Ordinal);

        var file = Assert.Single(_room.Incident.Find(2)!.Files);
        Assert.Equal((1, "graph.png", "image/png", 3L), (file.Number, file.Name, file.ContentType, file.Size));
        Assert.Contains("graph.png (file 1 of INC-1)", Draft(), StringComparison.Ordinal);
        Assert.Contains("graph.png (file 1 of INC-1)", Draft(DraftFormat.Html), StringComparison.Ordinal);
        _room.Type("/incident redact 2");
        Assert.Equal(("(redacted)", null), (_room.Incident.FindFile(1)!.Name, _room.Incident.FindFile(1)!.Digest));
        Assert.DoesNotContain("graph.png", IncidentJson.Write(_room.Incident), StringComparison.Ordinal);
        Assert.DoesNotContain("file 1", Draft(), StringComparison.Ordinal);
    }

    private static MessageChange.FileFetched File(string message, int bytes) =>
        new(new MessageRef(new ChannelId("slack:C1"), message, "reaction:pushpin"), "image/png", new byte[bytes]);

    private string Draft(DraftFormat format = DraftFormat.Text) =>
        new DraftCompiler(LayoutLibrary.Load([]), TimeProvider.System).Compile(_room.Incident, null, format, withRoute: false).Content;

    private void Open(string user = "ana") => _room.Type("/detected checkout is down", user, at: "09:00");
}
