using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Cli;

/// <summary>Failures that have a cause outside the program, as one line that says what to do; others keep their stack.</summary>
internal static class Problem
{
    public static string? For(Exception e) => e switch
    {
        SettingException or LayoutException or UnusableStoreException or FormatException => OneLine(e),
        StorageException => $"the database cannot be used: {OneLine(e)}",
        HttpRequestException => $"the running bot does not answer: {OneLine(e)}",
        IOException or UnauthorizedAccessException => OneLine(e),
        OperationCanceledException => "stopped",
        _ => null,
    };

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ");
}
