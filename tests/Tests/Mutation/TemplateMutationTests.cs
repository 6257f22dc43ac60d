using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Functions;
using SecretsKit.Tests.Templating;

namespace SecretsKit.Tests.Mutation;

/// <summary>Templates: parsed, executed, and their failures worded. What is slow or large ends at the limits.</summary>
public sealed class TemplateMutationTests
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private static readonly string[] Seeds =
    [
        "a: {{ .Values.a | upper | quote }}\n{{- if and .Values.l (eq (len .Values.l) 3) }}\nl:\n{{- range $i, $e := .Values.l }}\n  - " +
        "{{ $i }}: {{ $e }}\n{{- end }}\n{{- end }}\n",
        "{{- define \"n\" -}}{{ default .Values.m.x .name | trunc 63 | trimSuffix \"-\" }}{{- end -}}\n{{ include \"n\" (dict " +
        "\"Values\" .Values \"name\" nil) | nindent 2 }}",
        "{{ with $x := .Values.m }}{{ $x.x }}{{ .y.z }}{{ else with .Values.s }}{{ . }}{{ else }}{{ $x }}{{ end }}",
        "{{/* c */}}{{- /* d */ -}} {{ `raw` }}{{ 'x' }}{{ 0x1F }}{{ 1.5e3 }}{{ -1_000 }}{{ 1i }}{{ true }}{{ \"\\u00e9\\n\" }}",
        "{{ $s := 0 }}{{ range until 5 }}{{ if eq . 3 }}{{ break }}{{ else if eq . 1 }}{{ continue }}{{ end }}{{ $s = add $s . }}{{ end " +
        "}}{{ $s }}",
        "{{ block \"b\" (list 1 \"a\" nil 2.5) }}{{ range . }}{{ . }},{{ else }}none{{ end }}{{ end }}{{ template \"b\" .Values.l }}",
        "{{ printf \"%-10s|%05d|%+v|%#v|%T|%.2f|%x|%[1]q %*d\" \"a\" 5 .Values.l .Values.m 1 2.5 \"hi\" 3 4 }}{{ print 1 2 \"a\" }}",
        "{{ tpl \"{{ .a }}{{ define \\\"q\\\" }}x{{ end }}{{ include \\\"q\\\" . }}\" .Values }}{{ tpl .Values.t $ }}",
        "{{ index .Values.l 1 }}{{ index .Values.m \"x\" }}{{ (index .Values.l 0) }}{{ (dict \"k\" (list 1)).k }}{{ slice .Values.l 1 }}",
        "{{ or .Values.none \"d\" | required \"need\" }}{{ lt 1 2 }}{{ ne \"a\" \"b\" }}{{ not 0 }}{{ html \"<\" }}{{ js \"'\" }}{{ " +
        "urlquery \"a b\" }}{{ call .Values.s }}",
    ];

    private static readonly string[] Tokens =
    [
        "{{", "}}", "{{-", "-}}", " -}}", "{{ ", "{{/*", "*/}}", "(", ")", "|", " | ", ".", "..", "$", "$x", " := ", " = ", ",", "\"", "`",
        "'", "\\", "nil", "true", "end", "{{ end }}",
        "{{ else }}", "{{ if .Values }}", "{{ range .Values.l }}", "{{ with . }}", "{{ define \"n\" }}", "{{ template \"n\" . }}",
        "{{ break }}", "include \"n\" .", "tpl .Values.t .",
        "0x", "1e999", "9223372036854775808", "-", "+", "i", "\n", "\0", "\u00e9", "\u2028", "list", "dict", "index", "printf \"%v\"",
        "1000000", "until", "repeat", "fail", "%!", "%[2]", "%999999d",
    ];

    [Fact]
    public void Templates_are_executed_or_refused()
    {
        var options = Templating.Templates.Options with
        {
            Limits = new() { MaxSteps = 20_000, MaxFunctionBytes = 4 * 1024 * 1024, MaxOutputBytes = 4 * 1024 * 1024, MaxTplDepth = 20 },
        };
        TextMutations.Run(Seeds, Tokens, "", MaxBytes, text =>
        {
            var set = new TemplateSet("gotpl", Templating.Templates.Functions);
            try
            {
                set.Parse("t", text);
                set.Execute("t", Data(), new ArrayBufferWriter<byte>(), options, TestContext.Current.CancellationToken);
            }
            catch (TemplateException failure)
            {
                Assert.StartsWith("template: ", failure.Message, StringComparison.Ordinal);
                Assert.NotEmpty(TemplateErrorText.Helm3(failure, "t"));
                Assert.NotEmpty(TemplateErrorText.Helm4(failure, "t"));
                Assert.Equal(failure.Failure == TemplateFailure.Parsing, failure.Layers.Count == 0);
                throw;
            }
        });
    }

    [Fact]
    public void Formats_are_filled_in() => TextMutations.Run(
        ["%-10s|%05d|%+v|%#v|%T|%.2f|% x|%[1]q %*d %%", "%[3]*.[2]*[1]f %U %c %O %e"],
        ["%", "[", "]", "*", ".", "#", "+", "-", " ", "0", "1", "999999", "1000001", "v", "s", "d", "q", "x", "X", "f", "g", "b", "t", "p",
            "w", "U", "\u00e9", "\u0000", "[1]", "[9]", "[-1]"],
        "", 256 * 1024 * 1024, text =>
        {
            try
            {
                GoPrintf.Write(
                    new LimitedWriter(),
                    text,
                    [Value.Of("a"), Value.Int(5), Value.Float(2.5), Value.Nil, Data(), Value.True, Value.Int(-3)]);
            }
            catch (ValueException failure)
            {
                Assert.Equal($"the text of the value is larger than {LimitedWriter.MaxBytes} bytes", failure.Message);
            }
        });

    private static Value Data() => Templating.Templates.Map(("Values", Templating.Templates.Map(
        ("a", Value.Of("text")),
        ("s", Value.Of("")),
        ("l", Value.Of(new ListValue([Value.Float(1), Value.Of("b"), Value.Nil]))),
        ("m", Templating.Templates.Map(("x", Value.Of("y")), ("y", Value.Nil))),
        ("t", Value.Of("{{ .Values.a }}{{ include \"n\" . }}")))));
}
