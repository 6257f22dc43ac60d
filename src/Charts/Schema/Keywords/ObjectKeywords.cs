using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword(ByteString[] names) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Object is not { } map)
        {
            return;
        }

        frame.Session.Spend(names.Length);
        var missing = names.Where(name => !map.Contains(name)).Select(name => name.RevealText()).ToList();
        if (missing.Count > 0)
        {
            frame.Report(new(FindingKind.Required, "required", frame.Path) { Names = missing });
        }
    }
}

/// <summary><c>dependentRequired</c>, and <c>dependencies</c> with names.</summary>
internal sealed class DependentRequiredKeyword(string keyword, ByteString name, ByteString[] needed) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Object is not { } map || !map.Contains(name))
        {
            return;
        }

        frame.Session.Spend(needed.Length);
        var missing = needed.Where(other => !map.Contains(other)).Select(other => other.RevealText()).ToList();
        if (missing.Count > 0)
        {
            frame.Report(new(FindingKind.Dependency, keyword, frame.Path) { Names = missing, Wanted = name.RevealText() });
        }
    }
}

/// <summary><c>dependentSchemas</c>, and <c>dependencies</c> with a schema.</summary>
internal sealed class DependentSchemaKeyword(ByteString name, SchemaNode schema) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Object?.Contains(name) == true)
        {
            frame.Report(frame.CheckHere(schema));
        }
    }
}

/// <summary><c>propertyNames</c>: each name is a value of its own, so that findings say <c>at ''</c>.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Object is not { } map)
        {
            return;
        }

        foreach (var name in map.SortedKeys)
        {
            if (frame.CheckAlone(schema, Core.Data.Value.Of(name.Span)) is { } finding)
            {
                frame.Report(
                    new(FindingKind.PropertyName, "propertyNames", InstancePath.Root(), finding.Unwrapped) { Names = [name.RevealText()] });
            }
        }
    }
}

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, which share the names among them.</summary>
/// <param name="properties">By name.</param>
/// <param name="patterns">By what matches the name.</param>
/// <param name="additional">For all others, or null.</param>
/// <param name="refusesOthers">Whether <paramref name="additional"/> is written as <c>false</c>: then one finding names all others.</param>
internal sealed class PropertiesKeyword(
    IReadOnlyDictionary<ByteString, SchemaNode> properties,
    IReadOnlyList<(Re2 Pattern, SchemaNode Schema)> patterns,
    SchemaNode? additional,
    bool refusesOthers) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Object is not { } map)
        {
            return;
        }

        var undeclared = new List<string>();
        foreach (var name in map.SortedKeys)
        {
            frame.Session.Spend(1 + patterns.Count);
            var value = map[name];
            var path = frame.Path.At(name);
            var isDeclared = properties.TryGetValue(name, out var schema);
            if (schema is not null)
            {
                frame.Report(frame.CheckPart(schema, value, path));
            }

            foreach (var (pattern, matching) in patterns)
            {
                if (pattern.IsMatch(name.Span, frame.Session))
                {
                    isDeclared = true;
                    frame.Report(frame.CheckPart(matching, value, path));
                }
            }

            if (isDeclared)
            {
                frame.Evaluated?.Add(name);
            }
            else if (refusesOthers)
            {
                undeclared.Add(name.RevealText());
            }
            else if (additional is not null)
            {
                frame.Report(frame.CheckPart(additional, value, path));
            }
        }

        if (additional is not null)
        {
            frame.Evaluated?.AddAllNames();
        }

        if (undeclared.Count > 0)
        {
            frame.Report(new(FindingKind.AdditionalProperties, "additionalProperties", frame.Path) { Names = undeclared });
        }
    }
}
