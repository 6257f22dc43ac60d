using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Templates;
using SecretsKit.Templating;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Sync.Linting;

/// <summary>Texts that are no templates, and templates that use what no row gives.</summary>
internal static class TemplateRules
{
    private static readonly string[] Path = ["spec", "target", "template"];

    /// <summary>Checks all texts of a mapping.</summary>
    public static async ValueTask CheckAsync(LintedObject item, ExternalSecret mapping, CancellationToken ct)
    {
        if (mapping.Target.Template is not { } template)
        {
            return;
        }

        var known = KeysOf(mapping);
        foreach (var (key, text) in template.Data)
        {
            Text(item, [.. Path, "data", key], key, text, known, ct);
        }

        foreach (var (key, text) in template.Labels)
        {
            Text(item, [.. Path, "metadata", "labels", key], key, text, known, ct);
        }

        foreach (var (key, text) in template.Annotations)
        {
            Text(item, [.. Path, "metadata", "annotations", key], key, text, known, ct);
        }

        for (var at = 0; at < template.From.Count; at++)
        {
            await SourceAsync(item, template.From[at], [.. Path, "templateFrom", LintedObject.Index(at)], known, ct);
        }
    }

    private static async ValueTask SourceAsync(
        LintedObject item, TemplateSource source, string[] path, HashSet<string>? known, CancellationToken ct)
    {
        if (source.Literal is { } literal)
        {
            Text(item, [.. path, "literal"], "literal", literal, known, ct);
        }

        foreach (var reference in source.Objects)
        {
            string[] place = [.. path, reference.Kind == "ConfigMap" ? "configMap" : "secret"];
            if (await item.Book.Source.FindAsync(new("v1", reference.Kind, item.Head.Namespace, reference.Name), ct) is not { } found)
            {
                item.Add(
                    LintRule.UnknownTemplate, place, $"the manifests have no {reference.Kind} {reference.Name} with templates",
                    reference.Name);
                continue;
            }

            var texts = reference.Kind == "ConfigMap" ? SecretData.OfConfigMap(found) : SecretData.Read(found);
            foreach (var entry in reference.Items)
            {
                if (texts[entry.Key] is { } text)
                {
                    Text(item, place, $"{reference.Kind} {reference.Name}, {entry.Key}", text.RevealText(), known, ct, isInside: false);
                }
                else
                {
                    item.Add(LintRule.UnknownTemplate, place, $"{reference.Kind} {reference.Name} has no key {entry.Key}", entry.Key);
                }
            }
        }
    }

    private static void Text(
        LintedObject item, string[] path, string name, string text, HashSet<string>? known, CancellationToken ct, bool isInside = true)
    {
        var run = new TemplateRun(new(item.Book.Host.Clock, item.Book.Host.Random));
        TemplateSet parsed;
        try
        {
            parsed = run.Parse(name, Encoding.UTF8.GetBytes(text));
        }
        catch (TemplateException failure)
        {
            var line = failure.Cause is TemplateCause cause ? cause.Line : 0;
            item.Add(LintRule.TemplateSyntax, path, failure.Message, name, isInside ? line : 0);
            return;
        }

        if (known is not null && Missing(run, parsed, known, ct) is var (missing, at) && missing.Length > 0)
        {
            item.Add(
                LintRule.TemplateValue, path, $"the template {name} uses .{missing}, which no row of data gives", $"{name}/{missing}",
                isInside ? at : 0);
        }
    }

    // The value of a key that is not there ends a rendering whatever the others are.
    private static (string Name, int Line) Missing(TemplateRun run, TemplateSet parsed, HashSet<string> known, CancellationToken ct)
    {
        var values = new SecretMap();
        foreach (var key in known)
        {
            values[key] = SecretValue.OfText("x");
        }

        try
        {
            run.Execute(parsed, TemplateRun.RootOf(values), MissingKey.Error, ct);
        }
        catch (TemplateException failure) when (failure.Cause is TemplateCause { Fault: TemplateFault.Evaluation } cause)
        {
            // Of .a.b the value is a.
            var node = cause.Node.TrimStart('$');
            if (node.Length > 1 && node[0] == '.' && node[1..].Split('.')[0] is { Length: > 0 } name && !known.Contains(name))
            {
                return (name, cause.Line);
            }
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            // It wants other values than these: only the true ones say whether it works.
        }

        return ("", 0);
    }

    // The keys of other rows are known when their stores are read.
    private static HashSet<string>? KeysOf(ExternalSecret mapping) =>
        mapping.DataFrom.Count > 0 ? null : [.. mapping.Data.Select(row => row.SecretKey)];
}
