using System.Globalization;
using IncidentBot.Discord.Setup;
using IncidentBot.Discord.Wire.Payloads;

namespace IncidentBot.Tests.Discord.Setup;

public sealed class DiscordInviteTests
{
    [Fact]
    public void The_link_asks_for_the_scopes_and_for_each_permission_that_is_explained()
    {
        const string Permissions = "permissions=";
        var link = DiscordInvite.Link("7");

        Assert.StartsWith("https://discord.com/oauth2/authorize?client_id=7&scope=bot+applications.commands&permissions=", link, StringComparison.Ordinal);
        Assert.Equal(
            DiscordInvite.Uses.Keys.Sum(permission => (decimal)(ulong)permission),
            decimal.Parse(link[(link.IndexOf(Permissions, StringComparison.Ordinal) + Permissions.Length)..], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void It_asks_for_nothing_that_rules_a_server()
    {
        Assert.False(DiscordInvite.All.HasFlag(DiscordPermissions.Administrator));
        Assert.False(DiscordInvite.All.HasFlag(DiscordPermissions.ManageThreads));
        Assert.True(DiscordInvite.All.HasFlag(DiscordPermissions.PinMessages));
    }

    [Fact]
    public void What_is_missing_is_said_with_what_is_off()
    {
        Assert.Empty(DiscordInvite.Off(DiscordInvite.All));
        Assert.Empty(DiscordInvite.Off(DiscordPermissions.Administrator));
        Assert.Equal(["the draft as a file (Attach Files)"], DiscordInvite.Off(DiscordInvite.All & ~DiscordPermissions.AttachFiles));
        Assert.Equal("Send Messages in Threads", DiscordInvite.Name(DiscordPermissions.SendMessagesInThreads));
    }
}
