using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>unevaluatedProperties</c>; runs after all others.</summary>
internal sealed class UnevaluatedPropertiesKeyword(SchemaNode schema) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Object is not { } map || frame.Evaluated is not { } evaluated)
        {
            return;
        }

        foreach (var name in map.SortedKeys)
        {
            frame.Session.Spend(1);
            if (!evaluated.Has(name))
            {
                frame.Report(frame.CheckPart(schema, map[name], frame.Path.At(name)));
            }
        }

        evaluated.AddAllNames();
    }
}

/// <summary><c>unevaluatedItems</c>; runs after all others.</summary>
internal sealed class UnevaluatedItemsKeyword(SchemaNode schema) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Array is not { } list || frame.Evaluated is not { } evaluated)
        {
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            frame.Session.Spend(1);
            if (!evaluated.Has(i))
            {
                frame.Report(frame.CheckPart(schema, list[i], frame.Path.At(i)));
            }
        }

        evaluated.AddItemsBefore(list.Count);
    }
}
