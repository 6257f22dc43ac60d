using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at templates that do not parse, fail, or render to no YAML.</summary>
internal static class TemplateHints
{
    private const string Values = "Values";

    /// <summary>The hint, or null.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context)
    {
        // Of several the innermost is where it happened.
        if (causes.OfType<TemplateCause>().LastOrDefault() is { } template)
        {
            return For(template, context);
        }

        foreach (var cause in causes.OfType<ChartCause>())
        {
            switch (cause.Fault)
            {
                case ChartFault.UnreadableManifest:
                    return NoYaml(causes);
                case ChartFault.WrongKubernetes:
                    return "--kube-version names the version of the cluster";
            }
        }

        return null;
    }

    private static string? For(TemplateCause cause, HintContext context) => cause.Fault switch
    {
        TemplateFault.UnknownFunction => UnknownFunction(cause.Name!, context),
        TemplateFault.UnknownTemplate => UnknownTemplate(cause.Name!, context),
        TemplateFault.NilPointer => NilPointer(cause.Node, context),
        TemplateFault.UnknownField when cause.Name == Values => NilPointer(cause.Node, context),
        TemplateFault.MissingEnd => "an if, with, range, block or define of this file has no {{ end }}",
        TemplateFault.UnexpectedEnd => "there is one {{ end }} more than if, with, range, block and define",
        TemplateFault.Unclosed => "a {{ or a quote that begins on this line does not end on it",
        TemplateFault.WrongType when cause.Name == "string" => "a number, a truth value or a table was given where a text is needed: "
            + "quote it in the values, or convert it (toString, toYaml)",
        TemplateFault.Comparison =>
            "numbers of values files are floating point: compare (int .Values.x) with 1, or (toString .Values.x) with \"1\"",
        TemplateFault.EndlessInclude => "this template includes itself, over others perhaps, without an end",
        _ => null,
    };

    private static string UnknownFunction(string name, HintContext context) =>
        SimilarName.Find(name, TemplateNames.Functions(context.Generation)) is { } near
            ? $"did you mean {near}?"
            : $"templates have no function {name}; a value is .Values.{name}, a variable ${name}; or is a }}}} missing above?";

    private static string UnknownTemplate(string name, HintContext context)
    {
        var near = context.Chart is { } chart
            ? SimilarName.Find(name, TemplateNames.Defined(chart).Order(StringComparer.Ordinal))
            : null;
        return near is null ? "no file of the chart, or of the charts below it, defines this name" : $"did you mean \"{near}\"?";
    }

    private static string NilPointer(string expression, HintContext context)
    {
        var words = expression.Split(' ').FirstOrDefault(word => word.Contains('.', StringComparison.Ordinal)) ?? expression;
        var path = words.TrimStart('$').TrimStart('.').Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (path is [not Values, ..]
            && SimilarName.Find(path[0], [Values, "Release", "Chart", "Capabilities", "Files", "Template"]) is { } builtin
            && builtin != path[0])
        {
            return $"did you mean .{builtin}?";
        }

        if (path is [Values] or [Values, _])
        {
            return $"is this inside range, with or define? There the dot is another: write $.{string.Join('.', path)}";
        }

        if (path is not [Values, ..])
        {
            return $"what is before the last dot of {expression} is not set";
        }

        var (values, known) = (context.Values, context.Chart?.Values);
        var reached = ".Values";
        foreach (var part in path[1..^1])
        {
            var key = new ByteString(part);
            if (values?.Contains(key) != true && known?.Contains(key) != true)
            {
                var near = SimilarName.Find(part, Keys(values).Concat(Keys(known)).Distinct());
                return near is null
                    ? $"{reached}.{part} is not set: give it a value, or write ({reached}.{part}).{path[^1]}, which is empty then"
                    : $"{reached}.{part} is not set; did you mean {reached}.{near}?";
            }

            (values, known) = (values?[key].AsMap, known?[key].AsMap);
            reached += "." + part;
        }

        return $"{reached} is empty";
    }

    private static IEnumerable<string> Keys(MapValue? map) => map is null ? [] : map.SortedKeys.ToArray().Select(key => key.RevealText());

    private static string NoYaml(IReadOnlyList<FailureCause> causes)
    {
        var document = causes.First<DocumentCause>();
        var line = document is { ReferenceLine: > 0 and var number }
            ? string.Create(CultureInfo.InvariantCulture, $"line {number} of what it renders to")
            : "what it renders to";
        var cause = document?.Fault switch
        {
            DocumentFault.Indentation =>
                "the line or one above it is indented unlike its neighbours: check nindent, indent and {{-",
            DocumentFault.UnexpectedColon =>
                "two keys came to stand on one line, or a text with a colon has no quotes: check {{- and -}}, nindent and quote",
            DocumentFault.UnexpectedCharacter =>
                "YAML is not indented with tabs, and a text that begins with @, ` or % has to be quoted",
            DocumentFault.MissingColon =>
                "a line is not a key with a value: lines of a text need '|' before them and indentation (nindent)",
            null => "a field holds something else than Kubernetes takes there: "
                + "annotations and labels are texts, so numbers and truth values need quote",
            _ => "quote texts, and indent parts with nindent",
        };
        return $"{line}: {cause}; --debug prints it";
    }
}
