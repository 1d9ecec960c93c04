using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Intake;
using IncidentBot.Storage.Spool;

namespace IncidentBot.Web.Pages;

/// <summary>What the console's header says about the emergency file; nothing while there is nothing to say.</summary>
internal static class SpoolNotice
{
    private static readonly TimeSpan News = TimeSpan.FromMinutes(15);

    public static Html Render(EmergencySpool spool, Healing? healing, DateTimeOffset now, ChannelId channel)
    {
        var state = spool.Waiting is > 0 and var waiting
            ? Html.Format($"<p class=\"spooled\">⚠ {Commands(waiting)} in the emergency file, not in the timeline yet</p>")
            : healing is not null && now - healing.At < News
                ? Html.Format($"<p class=\"healed\">✓ {Commands(healing.Count)} added from the emergency file</p>")
                : Html.Empty;
        return Html.Format($"{state}{Rejected(spool.Rejected, channel)}");
    }

    private static Html Rejected(RejectedCommands rejected, ChannelId channel)
    {
        var commands = rejected.All();
        return commands.Count == 0 ? Html.Empty : Html.Format(
            $"""
            <details id="rejected"><summary>❌ {Commands(commands.Count)} from the emergency file could not be added</summary>
            <ul>{commands.Select(command => Html.Format($"<li>{Line(command, channel)}<br>{ReplyText.Render(command.Reason)}</li>"))}</ul>
            <p>They are kept in <code>{rejected.Path}</code>. Delete it once they are dealt with.</p></details>
            """);
    }

    /// <summary>A line of this channel can be mended and sent here.</summary>
    private static Html Line(RejectedCommand command, ChannelId channel) => Html.Format(
        $"{Html.User(command.Request.Channel.Value)} · {Html.User(command.Request.Actor.Name)}: {Typed(command, channel)}");

    private static Html Typed(RejectedCommand command, ChannelId channel)
    {
        var line = Html.Format($"<code dir=\"auto\">{command.Request.Text}</code>");
        return command.Request.Channel == channel ? Prefill.Link(command.Request.Text, channel, line) : line;
    }

    private static string Commands(int count) => count == 1 ? "1 command" : $"{count} commands";
}
