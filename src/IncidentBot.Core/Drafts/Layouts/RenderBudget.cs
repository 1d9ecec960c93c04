using System.Collections;

namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>
/// What one rendering may cost. Time is counted at every step of a list as well as at every piece of output, so that
/// nested loops that print nothing are stopped too.
/// </summary>
internal sealed class RenderBudget(string layout, TimeProvider time)
{
    public const int MaxCharacters = 64 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly long _started = time.GetTimestamp();
    private long _written;

    /// <summary>A list that counts while it is walked.</summary>
    public IEnumerable<object?> List(IEnumerable<object?> items) => new CountedList(this, [.. items]);

    /// <exception cref="LayoutException">The draft has become too large, or takes too long.</exception>
    public void Write(int characters)
    {
        _written += characters;
        if (_written > MaxCharacters)
        {
            throw new LayoutException($"The layout {layout} makes a draft of more than 64 MB. Look for loops inside loops in it.");
        }

        Step();
    }

    private void Step()
    {
        if (time.GetElapsedTime(_started) > Limit)
        {
            throw new LayoutException($"The layout {layout} takes more than 10 seconds. Look for loops inside loops in it.");
        }
    }

    private sealed class CountedList(RenderBudget budget, List<object?> items) : IEnumerable<object?>
    {
        public IEnumerator<object?> GetEnumerator()
        {
            foreach (var item in items)
            {
                budget.Step();
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
