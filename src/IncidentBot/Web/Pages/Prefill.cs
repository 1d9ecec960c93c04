using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;

namespace IncidentBot.Web.Pages;

/// <summary>Links that put a line into the console's input. Without script they reload the page; with it they do not.</summary>
internal static class Prefill
{
    public static Html Link(string line, ChannelId channel, Html content, string kind = "prefill") => Html.Format(
        $"<a class=\"{kind}\" data-line=\"{line}\" href=\"{Address(channel, line)}\">{content}</a>");

    /// <summary>The console of a channel, with a line in its input.</summary>
    public static string Address(ChannelId channel, string? line = null) =>
        $"/?channel={Uri.EscapeDataString(channel.Value)}{(line is null ? "" : $"&text={Uri.EscapeDataString(line)}")}";
}
