using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Templates;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Sync.Rewriting;

/// <summary>The operations of <c>rewrite</c> on the keys of a map (spec external-secrets.md 6.3), one after the other.</summary>
internal static class KeyRewriting
{
    /// <summary>Applies all of them.</summary>
    /// <param name="operations">As the manifest has them.</param>
    /// <param name="map">What was read.</param>
    /// <param name="templates">Renders the templates of keys.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SyncException">An operation is wrong, or cannot be applied to these keys.</exception>
    public static SecretMap Apply(IReadOnlyList<MapValue> operations, SecretMap map, TemplateRun templates, CancellationToken ct)
    {
        for (var at = 0; at < operations.Count; at++)
        {
            try
            {
                map = Apply(operations[at], map, templates, ct);
            }
            catch (SyncException failure)
            {
                var place = at.ToString(CultureInfo.InvariantCulture);
                throw new SyncException(
                    failure.Fault, $"error applying rewrite to keys: failed rewrite operation[{place}]: {failure.Message}");
            }
        }

        return map;
    }

    private static SecretMap Apply(MapValue operation, SecretMap map, TemplateRun templates, CancellationToken ct) =>
        operation.Child("regexp") is { } regexp ? ByPattern(regexp, map)
        : operation.Child("transform") is { } transform ? ByTemplate(transform, map, templates, ct)
        : operation.Child("merge") is { } merge ? MapMerging.Merge(merge, map)
        : map;

    private static SecretMap ByPattern(MapValue regexp, SecretMap map)
    {
        Re2 pattern;
        try
        {
            pattern = Re2.Compile(regexp.Text("source"));
        }
        catch (RegexpSyntaxException failure)
        {
            throw Failed($"regexp failed with failed to compile: {failure.Message}");
        }

        var target = Encoding.UTF8.GetBytes(regexp.Text("target"));
        var made = new SecretMap();
        foreach (var (key, value) in map.Entries)
        {
            made[Encoding.UTF8.GetString(pattern.ReplaceAll(Encoding.UTF8.GetBytes(key), target))] = value;
        }

        return made;
    }

    private static SecretMap ByTemplate(MapValue transform, SecretMap map, TemplateRun templates, CancellationToken ct)
    {
        var made = new SecretMap();
        try
        {
            var set = templates.Parse("transform", Encoding.UTF8.GetBytes(transform.Text("template")));
            foreach (var (key, value) in map.Entries)
            {
                var root = new MapValue();
                root.Set(new ByteString("value"), Value.Of(key));
                made[Encoding.UTF8.GetString(templates.Execute(set, Value.Of(root), MissingKey.Default, ct))] = value;
            }
        }
        catch (TemplateException failure)
        {
            var step = failure.Failure == TemplateFailure.Parsing ? "failed to parse template" : "failed to execute template";
            throw Failed($"transform failed with {step}: {failure.Message}");
        }

        return made;
    }

    private static SyncException Failed(string message, SecretsKitException? inner = null) =>
        new(SyncFault.ProviderData, message, inner);
}
