namespace IncidentBot.Core.Drafts;

internal enum FieldKind
{
    Text,
    Flag,
    Record,
    Texts,
    Records,
}

/// <summary>What a field is, and what is inside it.</summary>
internal sealed record FieldShape(FieldKind Kind, string Meaning, IReadOnlyList<(string Name, FieldShape Shape)> Members)
{
    public bool IsList => Kind is FieldKind.Texts or FieldKind.Records;

    /// <summary>One element of a list.</summary>
    public FieldShape Item => Kind == FieldKind.Texts ? Text("") : this with { Kind = FieldKind.Record };

    public static FieldShape Text(string meaning) => new(FieldKind.Text, meaning, []);

    public static FieldShape Flag(string meaning) => new(FieldKind.Flag, meaning, []);

    public static FieldShape Texts(string meaning) => new(FieldKind.Texts, meaning, []);

    public static FieldShape Record(string meaning, params (string, FieldShape)[] members) =>
        new(FieldKind.Record, meaning, members);

    public static FieldShape Records(string meaning, params (string, FieldShape)[] members) =>
        new(FieldKind.Records, meaning, members);

    public FieldShape? Find(string name) => Members.FirstOrDefault(m => m.Name == name).Shape;

    public IEnumerable<DraftField> Walk(string prefix) => Members.SelectMany(m => m.Shape
        .Walk($"{prefix}{m.Name}{(m.Shape.IsList ? "[]" : "")}.")
        .Prepend(new DraftField(prefix + m.Name + (m.Shape.IsList ? "[]" : ""), m.Shape.Meaning)));
}
