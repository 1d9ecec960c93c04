using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Rules;

/// <summary>Undo, amend, redact: what was said before stays readable, except what was erased.</summary>
public sealed class CorrectionTests
{
    private readonly Room _room = new();

    public CorrectionTests() => _room.Type("/detected 09:00 down", at: "09:01");

    [Fact]
    public void Undo_takes_back_the_callers_latest_standing_entry_again_and_again()
    {
        _room.Type("/note first", user: "ana");
        _room.Type("/note bobs", user: "bob");
        _room.Type("/impact second", user: "ana");

        Assert.Equal(4, _room.Type("/incident undo", user: "ana").Entry);
        Assert.Equal(2, _room.Type("/incident undo", user: "ana").Entry);
        Assert.Equal(1, _room.Type("/incident undo", user: "ana").Entry);
        Assert.False(_room.Type("/incident undo", user: "ana").Recorded);

        Assert.Equal(3, _room.Incident.Entries.Single(e => !e.Withdrawn).Number);
        Assert.Equal(1, _room.Incident.StandingEntries);
    }

    [Fact]
    public void Numbers_stay_stable_after_an_undo()
    {
        _room.Type("/note wrong");
        _room.Type("/incident undo");

        Assert.Equal(3, _room.Type("/note right").Entry);
    }

    [Fact]
    public void Undoing_a_resolution_starts_the_clock_again()
    {
        _room.Type("/resolved");
        Assert.Equal(IncidentState.Resolved, _room.Incident.State);

        _room.Type("/incident undo");

        Assert.Equal(IncidentState.Open, _room.Incident.State);
        Assert.Null(Timeline.End(_room.Incident));
    }

    [Fact]
    public void Amend_changes_the_time_the_text_or_both_and_keeps_what_stood_before()
    {
        _room.Type("/note 09:10 looked", at: "09:12");

        _room.Type("/incident amend 2 09:05", user: "bob", at: "09:20");
        Assert.Equal((Room.At("09:05"), "looked"), (Entry(2).When!.OccurredAt, Entry(2).Text));

        _room.Type("/incident amend #2 looked twice", at: "09:21");
        Assert.Equal((Room.At("09:05"), "looked twice"), (Entry(2).When!.OccurredAt, Entry(2).Text));

        var answer = _room.Type("/incident amend 2 09:07 looked three times", at: "09:22");
        Assert.Equal((Room.At("09:07"), "looked three times"), (Entry(2).When!.OccurredAt, Entry(2).Text));
        Assert.Equal(Room.At("09:07"), answer.OccurredAt);
        Assert.Contains("Before: today 09:05 UTC, 17 min ago · looked twice", answer.Reply, StringComparison.Ordinal);

        Assert.Equal(
            [(Room.At("09:10"), "looked", "Bob"), (Room.At("09:05"), "looked", "Ana"), (Room.At("09:05"), "looked twice", "Ana")],
            Entry(2).History.Select(c => (c.When!.OccurredAt, c.Before.Text, c.By.Name)));
    }

    [Fact]
    public void A_range_typed_as_a_correction_days_later_stays_near_the_entry()
    {
        _room.Type("/dead-end 08:30-08:50 cache", at: "09:12");
        _room.Now += NodaTime.Duration.FromDays(2);

        _room.Type("/incident amend 2 09:10-09:40");

        Assert.Equal((Room.At("09:10"), Room.At("09:40")), (Entry(2).When!.OccurredAt, Entry(2).When!.EndsAt));
    }

    [Fact]
    public void An_entry_that_was_taken_back_is_offered_with_a_time_that_keeps_its_meaning()
    {
        _room.Type("/note 20m ago paged", at: "09:30");
        var relative = _room.Type("/incident undo");
        _room.Type("/note -- 10:30 backup failed");
        var escaped = _room.Type("/incident undo");

        Assert.Contains("`/note 2026-03-05 09:10 UTC paged`", relative.Reply, StringComparison.Ordinal);
        Assert.Contains("`/note -- 10:30 backup failed`", escaped.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Amending_the_text_shows_the_time_the_entry_has()
    {
        _room.Type("/dead-end 08:30-08:50 cache", at: "09:12");

        var answer = _room.Type("/incident amend 2 cache and dns", at: "09:20");

        Assert.StartsWith(
            "✓ INC-1 #2 dead-end · today 08:30–08:50 UTC, 30 min ago · cache and dns", answer.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incident undo that")]
    [InlineData("/incident close please don't")]
    [InlineData("/incident reopen it")]
    public void What_changes_something_is_not_done_on_words_that_may_mean_something_else(string line)
    {
        var answer = _room.Type(line);

        Assert.False(answer.Recorded);
        Assert.Contains($"`{line}`", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_clock_in_an_amendment_stays_near_the_entry()
    {
        _room.Type("/note 08:50 looked", at: "09:12");
        _room.Now += NodaTime.Duration.FromDays(2);

        _room.Type("/incident amend 2 08:40");

        Assert.Equal(Room.At("08:40"), Entry(2).When!.OccurredAt);
    }

    [Fact]
    public void Amending_a_write_up_item_reads_it_like_a_new_one()
    {
        _room.Type("/impact 10% failed");
        _room.Type("/root-cause an index");

        _room.Type("/incident amend 2 [Users] 30% failed");
        _room.Type("/incident amend 3 brief: a dropped index");

        Assert.Equal(("Users", "30% failed"), (Entry(2).Words.Label, Entry(2).Text));
        Assert.Equal((true, "a dropped index"), (Entry(3).Brief, Entry(3).Text));
    }

    [Theory]
    [InlineData("/incident amend 9 text", "#1 to #1")]
    [InlineData("/incident amend 1 2030-01-01 10:00", "Events are recorded in the past")]
    [InlineData("/incident redact 9", "#1 to #1")]
    public void A_correction_that_cannot_be_made_says_why(string line, string reason)
    {
        var answer = _room.Type(line);

        Assert.False(answer.Recorded);
        Assert.Contains(reason, answer.Reply, StringComparison.Ordinal);
        Assert.Empty(Entry(1).History);
    }

    [Fact]
    public void A_withdrawn_entry_is_recorded_anew_not_amended()
    {
        _room.Type("/note 09:10 looked", at: "09:12");
        _room.Type("/incident undo");

        var answer = _room.Type("/incident amend 2 other");

        Assert.False(answer.Recorded);
        Assert.Contains("`/note 2026-03-05 09:10 UTC looked`", answer.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_erases_the_words_everywhere_and_keeps_the_facts()
    {
        _room.Type("/note password is hunter2", at: "09:12");
        _room.Type("/incident amend 2 password is hunter22");

        var answer = _room.Type("/incident redact 2 contained a password");

        Assert.True(answer.Recorded);
        Assert.Equal(("(redacted)", true), (Entry(2).Text, Entry(2).Redacted));
        Assert.Equal(Room.At("09:12"), Entry(2).When!.OccurredAt);
        Assert.All(Entry(2).History, change => Assert.DoesNotContain("hunter", change.Before.Text, StringComparison.Ordinal));
        Assert.Equal("contained a password", Entry(2).History[^1].Reason);
        var words = _room.Events.Select(e => e.Event.Words?.Text ?? "");
        Assert.All(words, text => Assert.DoesNotContain("hunter", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Redacting_the_entry_that_gave_the_title_erases_the_title()
    {
        _room.Type("/incident redact 1");

        Assert.Equal("(redacted)", _room.Incident.Title);
    }

    private Entry Entry(int number) => _room.Incident.Find(number)!;
}
