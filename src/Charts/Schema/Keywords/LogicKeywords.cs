using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(SchemaNode[] schemas) : Keyword
{
    public override void Check(Frame frame)
    {
        var causes = new List<SchemaFinding>();
        foreach (var schema in schemas)
        {
            if (frame.CheckHere(schema) is { } finding)
            {
                causes.Add(finding);
            }
        }

        if (causes.Count > 0)
        {
            frame.Report(new(FindingKind.AllOf, "allOf", frame.Path, causes));
        }
    }
}

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOfKeyword(SchemaNode[] schemas) : Keyword
{
    public override void Check(Frame frame)
    {
        var causes = new List<SchemaFinding>();
        foreach (var schema in schemas)
        {
            if (frame.CheckHere(schema) is { } finding)
            {
                causes.Add(finding);
            }
            else if (frame.Evaluated is null)
            {
                return;
            }
        }

        if (causes.Count == schemas.Length)
        {
            frame.Report(new(FindingKind.AnyOf, "anyOf", frame.Path, causes));
        }
    }
}

/// <summary><c>oneOf</c>: stops at the second match.</summary>
internal sealed class OneOfKeyword(SchemaNode[] schemas) : Keyword
{
    public override void Check(Frame frame)
    {
        var matched = new List<int>();
        var causes = new List<SchemaFinding>();
        for (var i = 0; i < schemas.Length && matched.Count < 2; i++)
        {
            if (frame.CheckHere(schemas[i]) is { } finding)
            {
                causes.Add(finding);
            }
            else
            {
                matched.Add(i);
            }
        }

        if (matched.Count != 1)
        {
            frame.Report(new(FindingKind.OneOf, "oneOf", frame.Path, matched.Count == 0 ? causes : []) { Positions = matched });
        }
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(SchemaNode schema) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.CheckHere(schema) is null)
        {
            frame.Report(new(FindingKind.Not, "not", frame.Path));
        }
    }
}

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionKeyword(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword
{
    public override void Check(Frame frame)
    {
        var holds = frame.CheckHere(condition) is null;
        if ((holds ? then : otherwise) is { } schema)
        {
            frame.Report(frame.CheckHere(schema));
        }
    }
}
