using SecretsKit.Charts.Rendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at templates that do not parse, fail, or render to no YAML.</summary>
internal static class TemplateHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(string message, HintContext context)
    {
        if (HelmHints.Between(message, "function \"", "\" not defined") is { } function)
        {
            return SimilarName.Find(function, TemplateNames.Functions(context.Generation)) is { } near ? $"did you mean {near}?" : $"templates have no function {function}; a value is .Values.{function}, a variable ${function}; or is a }}}} missing above?";
        }

        if (HelmHints.Between(message, "no template \"", "\"") is { } template
            || (template = HelmHints.Between(message, "template \"", "\" not defined")) is not null)
        {
            var near = context.Chart is { } chart
                ? SimilarName.Find(template, TemplateNames.Defined(chart).Order(StringComparer.Ordinal))
                : null;
            return near is null ? "no file of the chart, or of the charts below it, defines this name" : $"did you mean \"{near}\"?";
        }

        if (Evaluated(message) is { } expression)
        {
            return NilPointer(expression, context);
        }

        if (message.Contains("unexpected EOF", StringComparison.Ordinal))
        {
            return "an if, with, range, block or define of this file has no {{ end }}";
        }

        if (message.Contains("unexpected {{end}}", StringComparison.Ordinal))
        {
            return "there is one {{ end }} more than if, with, range, block and define";
        }

        if (message.Contains("unclosed action", StringComparison.Ordinal)
            || message.Contains("unterminated quoted string", StringComparison.Ordinal))
        {
            return "a {{ or a quote that begins on this line does not end on it";
        }

        if (message.Contains("YAML parse error on ", StringComparison.Ordinal))
        {
            return YamlCause(message);
        }

        if (message.Contains("expected string; got", StringComparison.Ordinal)
            || message.Contains("expected string; found", StringComparison.Ordinal))
        {
            return "a number, a truth value or a table was given where a text is needed: quote it in the values, or convert it " +
                "(toString, toYaml)";
        }

        if (message.Contains("incompatible types for comparison", StringComparison.Ordinal))
        {
            return "numbers of values files are floating point: compare (int .Values.x) with 1, or (toString .Values.x) with \"1\"";
        }

        return message.Contains("error calling include: rendering template has a nested reference name", StringComparison.Ordinal)
            ? "this template includes itself, over others perhaps, without an end"
            : message.Contains("which is incompatible with Kubernetes", StringComparison.Ordinal)
            ? "--kube-version names the version of the cluster"
            : null;
    }

    // Helm 4 breaks the line before the cause, Helm 3 does not; of several places the last is where it happened.
    private static string? Evaluated(string message)
    {
        var cause = Math.Max(
            message.LastIndexOf("nil pointer evaluating", StringComparison.Ordinal),
            message.LastIndexOf("can't evaluate field Values in type", StringComparison.Ordinal));
        if (cause < 0)
        {
            return null;
        }

        var end = message.LastIndexOf(">:", cause, StringComparison.Ordinal);
        var start = end < 0 ? -1 : message.LastIndexOf("at <", end, StringComparison.Ordinal);
        return start < 0 ? null : message[(start + "at <".Length)..end];
    }

    private static string NilPointer(string expression, HintContext context)
    {
        var words = expression.Split(' ').FirstOrDefault(word => word.Contains('.', StringComparison.Ordinal)) ?? expression;
        var path = words.TrimStart('$').TrimStart('.').Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (path is [not "Values", ..]
            && SimilarName.Find(path[0], ["Values", "Release", "Chart", "Capabilities", "Files", "Template"]) is { } builtin
            && builtin != path[0])
        {
            return $"did you mean .{builtin}?";
        }

        if (path is ["Values"] or ["Values", _])
        {
            return $"is this inside range, with or define? There the dot is another: write $.{string.Join('.', path)}";
        }

        if (path is not ["Values", ..])
        {
            return $"what stands before the last dot of {expression} is not set";
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

    private static string YamlCause(string message)
    {
        var line = HelmHints.Between(message, "yaml: line ", ":") is { } number
            ? $"line {number} of what it renders to"
            : "what it renders to";
        var cause = message switch
        {
            _ when message.Contains("did not find expected key", StringComparison.Ordinal)
                || message.Contains("did not find expected '-' indicator", StringComparison.Ordinal) =>
                "the line or one above it is indented unlike its neighbours: check nindent, indent and {{-",
            _ when message.Contains("mapping values are not allowed", StringComparison.Ordinal) =>
                "two keys came to stand on one line, or a text with a colon has no quotes: check {{- and -}}, nindent and quote",
            _ when message.Contains("found character that cannot start any token", StringComparison.Ordinal) =>
                "a tab is no indentation in YAML, and a text that begins with @, ` or % has to be quoted",
            _ when message.Contains("could not find expected ':'", StringComparison.Ordinal) =>
                "a line is no key with a value: lines of a text need '|' before them and indentation (nindent)",
            _ when message.Contains("cannot unmarshal", StringComparison.Ordinal) => "a field holds something else than Kubernetes " +
                "takes there: annotations and labels are texts, so numbers and truth values need quote",
            _ => "quote texts, and indent parts with nindent",
        };
        return $"{line}: {cause}; --debug prints it";
    }
}
