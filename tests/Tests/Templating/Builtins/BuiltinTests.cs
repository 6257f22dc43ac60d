using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Templating.Builtins;

/// <summary>Go's own functions and control structures, without Helm's and Sprig's.</summary>
public sealed class BuiltinTests
{
    private static readonly FunctionTable Go = new FunctionTable().AddBuiltins();

    [Theory]
    [InlineData("{{ 5 | call }}", "error calling call: non-function <int Value> of type int")]
    [InlineData("{{ \"x\" | call }}", "error calling call: non-function x of type string")]
    [InlineData("{{ slice \"abcd\" 1 3 }}|{{ slice \"abcd\" 2 }}|{{ slice .l 1 }}|{{ slice .l }}", "bc|cd|[b c]|[a b c]")]
    [InlineData("{{ slice .l 0 1 2 }}", "[a]")]
    [InlineData("{{ slice \"abc\" 2 1 }}", "error calling slice: invalid slice index: 2 > 1")]
    [InlineData("{{ slice \"abc\" 0 1 2 }}", "error calling slice: cannot 3-index slice a string")]
    [InlineData("{{ slice .l 0 9 }}", "error calling slice: index out of range: 9")]
    [InlineData("{{ slice .l 0 1 2 3 }}", "error calling slice: too many slice indexes: 4")]
    [InlineData("{{ slice 1 }}", "error calling slice: can't slice item of type int")]
    [InlineData("{{ slice nil 1 }}", "error calling slice: slice of untyped nil")]
    [InlineData("{{ or 1 ($x := 2) }}{{ $x }}", "at <$x>: undefined variable: $x")]
    [InlineData("{{ if 0 }}{{ $y := 1 }}{{ else }}{{ $y }}{{ end }}", "at <$y>: undefined variable: $y")]
    [InlineData(
        "{{ range .l }}{{ range .none }}{{ else }}{{ continue }}{{ end }}x{{ end }}", "can't evaluate field none in type interface {}")]
    [InlineData("{{ range .l }}{{ range $.none }}{{ else }}{{ continue }}{{ end }}x{{ end }}", "")]
    [InlineData("{{ range .l }}{{ range $.none }}{{ else }}{{ break }}{{ end }}x{{ end }}", "xxx")]
    [InlineData("{{ len $.l }}{{ $n := .none }}{{ len $n }}", "error calling len: reflect: call of reflect.Value.Type on zero Value")]
    [InlineData("{{ 1+2i }} {{ 0x1p-2 }} {{ -0x1e }} {{ 'a' | printf \"%T\" }}", "(1+2i) 0.25 -30 int")]
    [InlineData("{{ eq 1i 1i }} {{ and 0i 1 }} {{ ne 1.5 2.5 }}", "true (0+0i) true")]
    public void A_template_gives_what_go_gives(string template, string expected)
    {
        var set = new TemplateSet("go", Go);
        var data = Templates.Map(("l", Value.Of(new ListValue([Value.Of("a"), Value.Of("b"), Value.Of("c")]))));
        var output = new ArrayBufferWriter<byte>();
        string actual;
        try
        {
            set.Parse("t", Encoding.UTF8.GetBytes(template));
            set.Execute("t", data, output, Templates.Options, TestContext.Current.CancellationToken);
            actual = Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (TemplateException failure)
        {
            actual = failure.Message;
        }

        Assert.EndsWith(expected, actual, StringComparison.Ordinal);
    }
}
