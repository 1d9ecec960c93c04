using IncidentBot.Core.Incidents;
using NodaTime;

namespace IncidentBot.Tests.Drafts;

/// <summary>The incidents of the golden files, by name.</summary>
public static class Stories
{
    public static readonly string[] Names =
        ["one-day", "three-days", "clock-change", "no-abbreviation", "only-detected", "long", "groups", "hostile", "hurried"];

    public static Incident Tell(string name) => name switch
    {
        "one-day" => OneDay(),
        "three-days" => ThreeDays(),
        "clock-change" => ClockChange(),
        "no-abbreviation" => NoAbbreviation(),
        "only-detected" => Some.Incident("Checkout is slow").Detected("09:00", "A customer wrote to support.").Build(),
        "long" => Lengthy(200),
        "groups" => Groups(),
        "hostile" => Hostile(),
        "hurried" => Hurried(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such story."),
    };

    /// <summary>An incident with so many moments, one every two minutes, and every kind of write-up item.</summary>
    public static Incident Lengthy(int moments)
    {
        var story = Some.Incident("The queue that would not drain").On(2024, 5, 6).Detected("08:00", "Queue depth alert on `orders`.");
        var at = Instant.FromUtc(2024, 5, 6, 8, 0);
        for (var i = 2; i < moments; i++)
        {
            at += Duration.FromMinutes(2);
            story.NoteAt(at, $"Consumer {i % 17} restarted, depth {40_000 - (i * 150)}.");
        }

        return story.Lasted("2024-05-06 08:00", "2024-05-06 15:00")
            .Impact("Orders were confirmed up to 40 minutes late.")
            .RootCause("One poisoned message was retried without end.")
            .Improve("Cap retries.").Task("Add a dead-letter queue.").Conclusion("Retries need an end.").Build();
    }

    /// <summary>Typed in a hurry, without full stops, resolved twice, in the night the clocks go back.</summary>
    private static Incident Hurried() => Some.Incident("Replica lag", "Europe/Berlin").On(2024, 10, 26)
        .Detected("22:00", "lag alert on db-prod-3")
        .Note("22:10", "second backup running")
        .Note("22:15", "log: https://logs.example.org/q?a=1")
        .Note("22:20", "iperf says R&D")
        .Note("22:25", "lag still grows 🚨")
        .On(2024, 10, 27)
        .DeadEnd("01:30-04:00", "rebuilt the index, no change")
        .DeadEnd("04:10", "blamed the network.")
        .Escalate("04:15", "paged the DBA")
        .Escalate("04:30", "vendor, ticket 4711")
        .Fix("04:40", "restarted the backup")
        .Resolved("04:45", "lag under a second")
        .Detected("08:00", "lag again")
        .Identified("09:00", "the backup pins the horizon")
        .Fix("09:05", "moved the backup to the replica")
        .Resolved("09:15", "lag gone for good")
        .RootCause("The backup held a snapshot open").RootCause("Nobody watched its age.")
        .Impact("3 hours stale", "Reports").Impact("untouched", "Billing")
        .Attach("https://example.org/lag.png", "Lag in seconds", "After Timeline").Build();

    private static Incident OneDay() => Some.Incident("Search returned nothing")
        .Detected("09:00", "Support saw a wave of tickets about empty search results.")
        .By(Some.Ben)
        .Note("09:10", "Search API answers 200 with zero hits; see https://status.example.org/search.")
        .DeadEnd("09:20-10:05", "Suspected the index replica and rebuilt it; results stayed empty.")
        .Escalate("10:10", "Called in the platform team.")
        .By(Some.Ana)
        .DeadEnd("10:15", "Rolled back the `web` deployment; no change.")
        .RecordedLater(50)
        .Note("10:40", "Query logs show a filter on an empty tenant.")
        .RecordedLater(1)
        .Identified("11:00", "A flag set the tenant filter to an empty value.")
        .Fix("11:15", "Flag turned off, caches flushed.")
        .Resolved("11:30", "Search is back; error rate normal for 10 minutes.")
        .Impact("Search returned no results for 62% of users.")
        .Brief("An empty tenant filter matched nothing.")
        .RootCause("A feature flag wrote an empty tenant into the filter of every query.")
        .Resolution("The flag was turned off and the caches flushed.")
        .Improve("Reject queries with an empty tenant.")
        .Improve("Alert on the share of empty results.")
        .Task("Add the check to the query builder.")
        .Task("Write the alert.")
        .Conclusion("Two hours and a half, one of them in the wrong place. 🔎")
        .Attach("https://example.org/graph.png", "Empty results per minute", "Timeline")
        .Attach("https://example.org/cover.png", "Cover")
        .Set(Setting.Severity, "SEV2")
        .Close().Build();

    private static Incident ThreeDays() => Some.Incident("Post-mortem: slow burn in billing")
        .On(2024, 2, 28)
        .Detected("22:40", "Invoices of two customers differ by a cent.")
        .Note("23:15", "Difference appears in all currencies without decimals.")
        .On(2024, 2, 29)
        .Note("00:05", "Night run paused.")
        .DeadEnd("00:30-03:45", "Compared exchange rates line by line; they match.")
        .NoteOfTheDay("Finance counted 1,204 invoices by hand.")
        .Escalate("12:00", "Asked the authors of the rounding library.")
        .Note("12:00", "Same minute, second entry.")
        .On(2024, 3, 1)
        .Identified("09:30", "Rounding mode changed with the library update.")
        .Fix("10:00", "Pinned the old version.")
        .Fix("10:45", "Recomputed the invoices.")
        .Resolved("13:00")
        .Impact("1,204 invoices were wrong by up to two cents.", "Invoices")
        .Impact("Three customers complained.", "Customers")
        .Improve("Run a property test over every currency.", "Testing")
        .Improve("Read release notes of money libraries.", "Process")
        .Task("Pin: state the rounding mode in code.")
        .Conclusion("A cent is a lot.")
        .Conclusion("We wrote to every customer, see [the letter](https://example.org/letter).")
        .Build();

    private static Incident ClockChange() => Some.Incident("Night of the double hour", "America/New_York")
        .On(2024, 11, 2)
        .Detected("23:50", "Job scheduler fired twice.")
        .On(2024, 11, 3)
        .NoteAt(Instant.FromUtc(2024, 11, 3, 5, 30), "First 01:30 of the night, duplicates in the ledger.")
        .NoteAt(Instant.FromUtc(2024, 11, 3, 6, 30), "Second 01:30 of the night, more duplicates.")
        .DeadEnd("02:00-02:50", "Looked for a leader election that never happened.")
        .Identified("03:10", "Schedules are kept in local time.")
        .Resolved("04:00", "Scheduler restarted with UTC schedules.")
        .Impact("214 payments were queued twice.")
        .Build();

    private static Incident NoAbbreviation() => Some.Incident("Login timeouts", "America/Sao_Paulo")
        .On(2024, 3, 9)
        .Detected("12:05", "Timeouts in the login service.")
        .DeadEnd("12:10-12:30", "Blamed the load balancer.")
        .Fix("12:40", "Pool size raised.")
        .Resolved("13:00", "Logins are fast again.")
        .Lasted("2024-03-09 11:55", "2024-03-09 13:05")
        .Impact("One login in five failed.")
        .Build();

    private static Incident Groups() => Some.Incident("Mail went to the wrong folder")
        .Section("Introduction", "What happened to mail on a quiet Sunday.")
        .Section("Introduction", "And why nobody noticed for an hour.")
        .Detected("10:00", "A colleague found a contract in the spam folder.")
        .Detected("10:03", "The spam counter confirms it.")
        .Note("10:05", "Withdrawn, must not be printed.")
        .Note("10:06", "Secret 12345")
        .Escalate("10:10", "Mail team.")
        .Escalate("10:20", "Vendor.")
        .Resolved("11:00", "Rule removed.")
        .Withdraw(5).Redact(6, "held a secret")
        .Impact("Contracts were late.", "Legal")
        .Impact("Nothing was lost.")
        .Brief("First guess.").Brief("A rule with `*` in it.")
        .RootCause("The rule matched everything.").RootCause("Nobody reviews rules.")
        .Resolution("Rule removed.").Resolution("Mail moved back.")
        .Task("Watch the spam counter.", "Monitoring").Task("Review the rules.", "Rules")
        .Task("Alert on spam share.", "Monitoring").Task("Thank the colleague.")
        .Improve("Two people per rule.")
        .Conclusion("Small rule, large effect.")
        .Section("Humor Element", "The contract was about spam.")
        .Section("humor element", "Really.")
        .Attach("https://example.org/a.png", "After the joke", "HUMOR ELEMENT")
        .Attach("https://example.org/b.png", "In the measures", "tasks")
        .Attach("https://example.org/c(1.png", "Nowhere [to be] found", "No Such Section")
        .Attach("https://example.org/d.png", "At the end", "Closing Notes")
        .Build();

    private static Incident Hostile() => Some.Incident("# <b>Title</b> {{title}} *x* #\r\nsecond line")
        .Detected("09:00", "<script>alert('x')</script> and <img src=x onerror=alert(1)> `<kept>` <https://example.org/>")
        .Note("09:01", "# heading\n- bullet\n1. number\n> quote\n```\ncode\n```\n    indented\n\ttabbed\n---\ntext\n===\na | b\n--- | ---\n1 | 2\n\nlast paragraph")
        .Note("09:02", "[run](javascript:alert(1)) [page](https://example.org/p?a=1) ![pixel](https://example.org/pixel.png)")
        .Note("09:03", "open ` tick").Note("09:03", "and `<b>bold</b> closing")
        .Note("09:04", "[ref]: javascript:alert(1)\nsee [ref]")
        .DeadEnd("09:05", "שלום \u202Eolleh\u202C مرحبا ␀ \u0007bell \u001b[31mred 👩‍👩‍👧 e\u0301")
        .Escalate("09:06", "{{#each entries}}{{/each}} {{{title}}} \\")
        .Identified("09:07", "Timeline:\nIssue Summary:\nend; \"quoted\" #35;")
        .Resolved("10:00", "=1+1")
        .By(new Person("U9", "<b>Mallory</b>\u202E"))
        .Impact("1) numbered\n\n\n* bullet", "**Label** <i>")
        .RootCause("+ plus\n_ _ _\n***\n~~~\nfence").Resolution("    four blanks")
        .Improve("@SUM(A1)").Task("`unclosed", "### Group").Task("second\nline")
        .Conclusion("Setext\n---\n\n\n# heading again\n<!-- comment -->")
        .Section("## Own <u>", "<details open>\n<summary>x</summary>")
        .Attach("javascript:alert(1)", "bad ](https://evil.example)", "Timeline")
        .Attach("https://example.org/a b", "`<b>` caption", "conclusion")
        .Build();
}
