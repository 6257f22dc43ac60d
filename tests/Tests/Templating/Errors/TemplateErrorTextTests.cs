using SecretsKit.Core.Data;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Tests.Templating.Errors;

/// <summary>Go's text of a failure, and what Helm 3 and Helm 4 make of it.</summary>
public sealed class TemplateErrorTextTests
{
    private static readonly (string, string)[] Helpers =
    [
        ("c/_h.tpl", "{{ define \"top\" }}{{ .missing.x }}{{ end }}\n{{ define \"mid\" }}\n  {{ include \"top\" . }}{{ end }}{{ define " +
            "\"bad\" }}{{ index .l 5 }}{{ end }}"),
    ];

    [Fact]
    public void A_trace_has_a_level_for_each_include()
    {
        var failure = Execute("a\n{{ include \"mid\" . }}");
        Assert.Equal(
            "template: t:2:3: executing \"t\" at <include \"mid\" .>: error calling include: template: c/_h.tpl:3:5: executing \"mid\" " +
            "at <include \"top\" .>: "
            + "error calling include: template: c/_h.tpl:1:29: executing \"top\" at <.missing.x>: nil pointer evaluating interface {}.x",
            failure.Message);
        Assert.Equal(failure.Message, TemplateErrorText.Helm3(failure, "t"));
        Assert.Equal(
            "t:2:3\n  executing \"t\" at <include \"mid\" .>:\n    error calling include:\n"
            + "c/_h.tpl:3:5\n  executing \"mid\" at <include \"top\" .>:\n    error calling include:\n"
            + "c/_h.tpl:1:29\n  executing \"top\" at <.missing.x>:\n    nil pointer evaluating interface {}.x",
            TemplateErrorText.Helm4(failure, "t"));
    }

    [Fact]
    public void A_function_that_refuses_leaves_the_text_of_go()
    {
        var failure = Execute("{{ include \"bad\" (dict \"l\" list) }}");
        Assert.EndsWith("error calling index: index out of range: 5", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, TemplateErrorText.Helm4(failure, "t"));
    }

    [Fact]
    public void A_message_of_the_user_stands_at_the_outermost_place()
    {
        var failure = Execute("{{ tpl \"{{ fail \\\"sorry\\\" }}\" . }}");
        Assert.Equal("execution error at (t:1:3): sorry", TemplateErrorText.Helm4(failure, "t"));
        Assert.Equal("execution error at (t:1:3): sorry", TemplateErrorText.Helm3(failure, "t"));
    }

    [Fact]
    public void A_failure_after_an_include_names_the_node_before_it()
    {
        // The include is over; what it visited does not count any more.
        var failure = Execute(
            "{{ define \"x\" }}{{ printf \"%s\" 1 }}{{ end }}{{ range include \"x\" .a }}{{ end }}", Templates.Map(("a", Value.True)));
        Assert.Equal("template: t:1:65: executing \"t\" at <.a>: range can't iterate over %!s(int=1)", failure.Message);
    }

    private static TemplateException Execute(string template, Value data = default) => Assert.Throws<TemplateException>(() =>
    {
        Templates.Execute(Templates.Set([.. Helpers, (Templates.File, template)]), data.IsNil ? Templates.Map() : data);
    });
}
