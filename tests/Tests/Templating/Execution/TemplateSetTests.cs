using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Templating;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Tests.Templating.Execution;

public sealed class TemplateSetTests
{
    [Fact]
    public void The_definition_that_is_parsed_last_wins() =>
        Assert.Equal(
            "2",
            Templates.Execute(
                Templates.Set(
                    ("a", "{{ define \"x\" }}1{{ end }}"),
                    ("b", "{{ define \"x\" }}2{{ end }}"),
                    (Templates.File, "{{ template \"x\" }}"))));

    [Fact]
    public void A_blank_definition_replaces_no_other() =>
        Assert.Equal(
            "1",
            Templates.Execute(
                Templates.Set(
                    ("a", "{{ define \"x\" }}1{{ end }}"),
                    ("b", "{{ define \"x\" }} {{/* c */}}\n{{ end }}"),
                    (Templates.File, "{{ template \"x\" }}"))));

    [Fact]
    public void A_text_that_does_not_parse_adds_nothing()
    {
        var set = Templates.Set(("a", "{{ define \"x\" }}1{{ end }}"));
        Assert.Throws<TemplateException>(
            () => set.Parse("b", "{{ define \"x\" }}2{{ end }}{{ define \"y\" }}{{ end }}{{ nofunc }}"u8.ToArray()));
        Assert.False(set.Contains("y"));
        Assert.False(set.Contains("b"));
        Assert.True(set.Contains("x"));
    }

    [Fact]
    public void A_missing_template_is_named()
    {
        var failure = Assert.Throws<TemplateException>(() => { Templates.Execute(Templates.Set()); });
        Assert.Equal("template: no template \"t\" associated with template \"gotpl\"", failure.Message);
    }

    [Fact]
    public void Nothing_is_written_when_the_execution_fails()
    {
        var output = new ArrayBufferWriter<byte>();
        var set = Templates.Set((Templates.File, "text {{ fail \"x\" }}"));
        Assert.Throws<TemplateException>(
            () => set.Execute(Templates.File, default, output, Templates.Options, TestContext.Current.CancellationToken));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Definitions_in_a_tpl_text_end_with_it()
    {
        var set = Templates.Set(("a", "{{ define \"x\" }}outer{{ end }}{{ define \"y\" }}{{ template \"x\" }}{{ end }}"),
            (Templates.File, "{{ tpl `{{ define \"x\" }}inner{{ end }}{{ include \"y\" . }}` . }} {{ include \"y\" . }}"));
        Assert.Equal("inner outer", Templates.Execute(set));
    }

    [Fact]
    public void One_set_executes_many_times_side_by_side()
    {
        var set = Templates.Set((Templates.File, "{{ define \"x\" }}{{ . }}{{ end }}{{ range until 50 }}{{ include \"x\" (add . $.n) | " +
            "upper }} {{ tpl \"{{ .n }}\" $ }},{{ end }}"));
        var expected = Enumerable.Range(0, 16).Select(n => string.Concat(Enumerable.Range(0, 50).Select(i => $"{i + n} {n},"))).ToArray();
        Parallel.For(0, 64, i => Assert.Equal(expected[i % 16], Templates.Execute(set, Templates.Map(("n", Value.Int(i % 16))))));
    }

    [Fact]
    public void The_same_execution_gives_the_same_text()
    {
        var set = Templates.Set(
            (Templates.File, "{{ $d := dict \"b\" 1 \"a\" 2 }}{{ range $k, $v := $d }}{{ $k }}{{ $v }}{{ end }}{{ $d }}"));
        Assert.Equal("a2b1map[a:2 b:1]", Templates.Execute(set));
        Assert.Equal("a2b1map[a:2 b:1]", Templates.Execute(set));
    }

    [Theory]
    [InlineData(MissingKey.Default, "{{ .a }} {{ .a.b.c }}", "<no value> <no value>")]
    [InlineData(MissingKey.Zero, "{{ .a }}", "<no value>")]
    [InlineData(MissingKey.Zero, "{{ .a.b }}", "template: t:1:5: executing \"t\" at <.a.b>: nil pointer evaluating interface {}.b")]
    [InlineData(MissingKey.Error, "{{ .a }}", "template: t:1:3: executing \"t\" at <.a>: map has no entry for key \"a\"")]
    [InlineData(
        MissingKey.Error,
        "{{ $x := index . \"a\" }}{{ $x.b }}",
        "template: t:1:28: executing \"t\" at <$x.b>: nil data; no entry for key \"b\"")]
    public void Missing_keys_are_what_the_dialect_says(MissingKey missingKey, string template, string expected)
    {
        var options = Templates.Options with { MissingKey = missingKey };
        string actual;
        try
        {
            actual = Templates.Render(template, Templates.Map(), options);
        }
        catch (TemplateException failure)
        {
            actual = failure.Message;
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void No_value_leaves_the_finished_output_and_the_results_of_tpl_if_asked()
    {
        const string Template =
            "{{ define \"x\" }}{{ .no }}{{ end }}{{ include \"x\" . | len }} {{ tpl \"{{ .no }}\" . | len }} [{{ .no }}]";
        Assert.Equal("10 0 []", Templates.Render(Template, Templates.Map(), Templates.Options with { RemovesNoValue = true }));
        Assert.Equal("10 10 [<no value>]", Templates.Render(Template, Templates.Map()));
    }

    [Fact]
    public void Lint_goes_on_after_what_is_required()
    {
        var notices = new List<LintNotice>();
        var options = Templates.Options with { Lint = notices.Add };
        const string Template =
            "[{{ required \"need a\" .a }}][{{ fail \"no b\" }}][{{ required \"c\" \"x\" }}][{{ required \"d\" \"\" }}]";
        Assert.Equal("[][][x][]", Templates.Render(Template, Templates.Map(), options));
        Assert.Equal([new(LintNoticeKind.Missing, "need a"), new(LintNoticeKind.Failed, "no b"), new(LintNoticeKind.Empty, "d")], notices);
    }

    [Fact]
    public void A_dialect_without_helms_functions_refuses_them_when_parsing()
    {
        var set = new TemplateSet("state", new SecretsKit.Templating.Calls.FunctionTable());
        var failure = Assert.Throws<TemplateException>(() => set.Parse("f", "{{ include \"x\" . }}"u8.ToArray()));
        Assert.Equal("template: f:1: function \"include\" not defined", failure.Message);
        Assert.Equal(TemplateFailure.Parsing, failure.Failure);
    }
}
