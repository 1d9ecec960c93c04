namespace IncidentBot.Core.Times.Resolving;

/// <summary>The names of months as answers show them.</summary>
internal static class Months
{
    private static readonly string[] Names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static string Short(int month) => Names[month - 1];
}
