using System.Text;

namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>Collects a draft and counts it.</summary>
internal sealed class BudgetedWriter(RenderBudget budget) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        budget.Write(1);
        _text.Append(value);
    }

    public override void Write(string? value)
    {
        budget.Write(value?.Length ?? 0);
        _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        budget.Write(count);
        _text.Append(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        budget.Write(buffer.Length);
        _text.Append(buffer);
    }

    public override string ToString() => _text.ToString();
}
