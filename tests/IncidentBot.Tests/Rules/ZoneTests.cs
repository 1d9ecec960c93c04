using IncidentBot.Core.Commands;

namespace IncidentBot.Tests.Rules;

/// <summary>The zone that somebody chooses for themselves, and the order in which zones count.</summary>
public sealed class ZoneTests
{
    private readonly Room _room = new() { Zone = "Europe/Madrid" };

    [Fact]
    public void Ones_own_zone_beats_the_profiles_and_the_answer_says_what_time_it_is_there()
    {
        var answer = _room.Type("/incident zone america/new_york", at: "08:59");
        _room.Type("/detected 04:05 down", at: "09:25");

        Assert.Equal((true, null, null, "zone", null, Room.At("08:59")), (answer.Recorded, answer.Incident, answer.Entry, answer.Kind, answer.OccurredAt, answer.RecordedAt));
        Assert.Equal(
            "✓ Your time zone is America/New_York, in every room; it is 03:59 EST there. To go back to your profile's: `/incident zone auto`.", answer.Reply);
        Assert.Equal((Room.At("09:05"), "America/New_York"), (_room.Incident.Find(1)!.When!.OccurredAt, _room.Incident.Zone));
    }

    [Fact]
    public void The_incidents_zone_beats_ones_own_and_that_of_the_phrase_beats_both()
    {
        _room.Type("/incident zone Asia/Tokyo", at: "08:58");
        _room.Type("/detected down", at: "09:00");
        _room.Type("/incident set zone America/New_York");

        var set = _room.Type("/incident zone Asia/Tokyo");
        _room.Type("/note 04:05 looked", at: "09:25");
        _room.Type("/note 09:06 UTC looked");

        Assert.Contains(" On INC-1 they are read in America/New_York, which is set on it.", set.Reply, StringComparison.Ordinal);
        Assert.Equal([Room.At("09:05"), Room.At("09:06")], _room.Incident.Entries.Skip(1).Select(entry => entry.When!.OccurredAt));
    }

    [Fact]
    public void It_is_of_one_person_in_every_room()
    {
        _room.Type("/incident zone Asia/Tokyo", at: "08:58");
        var elsewhere = new Room(store: _room.Store, channel: "C2") { Zone = "Europe/Madrid", Now = _room.Now };

        elsewhere.Type("/detected 18:00 down", at: "09:25");
        elsewhere.Type("/note 10:00 looked", user: "ben");

        Assert.Equal([Room.At("09:00"), Room.At("09:00")], elsewhere.Incident.Entries.Select(entry => entry.When!.OccurredAt));
        Assert.Equal("Asia/Tokyo", elsewhere.Incident.Zone);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("Profile")]
    [InlineData("reset")]
    public void Auto_goes_back_to_the_profile(string word)
    {
        _room.Type("/incident zone Asia/Tokyo", at: "08:58");

        var answer = _room.Type($"/incident zone {word}", at: "08:59");

        Assert.True(answer.Recorded);
        Assert.Equal(
            "✓ You have no time zone of your own any more. Clocks that you type are read in Europe/Madrid (now 09:59 CET): your profile says so.", answer.Reply);
        _room.Type("/detected 10:00 down", at: "09:25");
        Assert.Equal(Room.At("09:00"), _room.Incident.Find(1)!.When!.OccurredAt);
    }

    [Theory]
    [InlineData(null, "UTC (now 09:00 UTC): your profile names no time zone, and this is the default.")]
    [InlineData("nonsense", "UTC (now 09:00 UTC): your profile names no time zone, and this is the default.")]
    [InlineData("Europe/Madrid", "Europe/Madrid (now 10:00 CET): your profile says so.")]
    public void Asked_it_says_which_zone_counts_and_why(string? profile, string says)
    {
        _room.Zone = profile;

        var answer = _room.Type("/incident zone", at: "09:00");

        Assert.False(answer.Recorded);
        Assert.Equal($"Clocks that you type are read in {says} To set yours: `/incident zone Europe/Madrid`.", answer.Reply);
    }

    [Fact]
    public void Asked_after_a_choice_it_says_that_it_was_chosen()
    {
        _room.Type("/incident zone Asia/Tokyo", at: "08:58");

        Assert.Contains("Asia/Tokyo (now 18:00 JST): you chose it with `/incident zone`.", _room.Type("/incident zone", at: "09:00").Reply, StringComparison.Ordinal);
        Assert.Contains("Europe/Madrid (now 10:00 CET): your profile says so.", _room.Type("/incident zone", user: "ben").Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incident zone madrid", "Europe/Madrid")]
    [InlineData("/incident zone New York", "America/New_York")]
    public void A_zone_that_is_unknown_gets_the_nearest_and_changes_nothing(string line, string nearest)
    {
        var answer = _room.Type(line);

        Assert.False(answer.Recorded);
        Assert.Contains($"{nearest}", answer.Reply, StringComparison.Ordinal);
        Assert.Contains("Example: `/incident zone Europe/Madrid`", answer.Reply, StringComparison.Ordinal);
        Assert.Contains("your profile says so", _room.Type("/incident zone").Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_platform_names_no_zone_the_confirmation_says_how_to_set_ones_own_until_it_is_set()
    {
        var room = new Room(channel: "discord:7");
        var before = room.Type("/detected 08:00 down", at: "09:00");
        room.Type("/incident zone Asia/Tokyo");

        var after = room.Type("/note 17:30 looked", at: "09:25");

        Assert.Contains("(your profile names no time zone: read as UTC; `/incident zone Europe/Madrid` sets yours)", before.Reply, StringComparison.Ordinal);
        Assert.DoesNotContain("no time zone", after.Reply, StringComparison.Ordinal);
        Assert.Equal(Room.At("08:30"), after.OccurredAt);
    }

    [Fact]
    public void It_is_no_part_of_an_incident_and_needs_none()
    {
        _room.Type("/incident zone Asia/Tokyo");

        Assert.Empty(_room.Events);
        Assert.Equal(new Command.SetOwnZone("Asia/Tokyo"), CommandParser.Parse("/zone Asia/Tokyo"));
    }
}
