namespace IncidentBot.Core.Incidents;

/// <summary>
/// Who does a task and by when, read from the end of its text: <c>… @kim by 2026-12-01</c>, in either order. The text
/// itself stays as typed.
/// </summary>
/// <param name="Owner">The name without the <c>@</c>; null if none is named.</param>
/// <param name="Due">The date as typed; null if there is none.</param>
public sealed record TaskTail(string? Owner, string? Due)
{
    private const string By = "by";

    public static TaskTail Read(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var end = words.Length;
        string? owner = null, due = null;
        while (end > 0)
        {
            var last = words[end - 1].TrimEnd('.');
            if (owner is null && last is ['@', _, ..])
            {
                (owner, end) = (last[1..], end - 1);
            }
            else if (due is null && end > 1 && IsDate(last) && words[end - 2].Equals(By, StringComparison.OrdinalIgnoreCase))
            {
                (due, end) = (last, end - 2);
            }
            else
            {
                break;
            }
        }

        return new TaskTail(owner, due);
    }

    private static bool IsDate(string word) => NodaTime.Text.LocalDatePattern.Iso.Parse(word).Success;
}
