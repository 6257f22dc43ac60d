using System.Buffers;
using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Tests.Templating.Execution;

/// <summary>Templates that would not end, or need more than a stack or the memory, end in an error that names their place.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_template_that_executes_itself_ends_at_the_depth_of_go()
    {
        var failure = Templates.Failure("{{ define \"r\" }}{{ template \"r\" . }}{{ end }}{{ template \"r\" . }}");
        Assert.Equal(
            "template: t:1:28: executing \"r\" at <{{template \"r\" .}}>: exceeded maximum template depth (100000)", failure.Message);
    }

    [Fact]
    public void A_recursion_that_ends_goes_as_deep_as_in_go()
    {
        const string Template = "{{ define \"r\" }}{{ if . }}{{ with sub . 1 }}{{ template \"r\" . }}{{ else }}end{{ end }}{{ end }}{{ " +
            "end }}{{ template \"r\" 90000 }}";
        Assert.Equal("end", Templates.Render(Template));
    }

    [Fact]
    public void A_name_is_included_in_itself_a_thousand_times_and_no_more()
    {
        const string Template =
            "{{ define \"r\" }}{{ if gt . 0 }}{{ include \"r\" (sub . 1) }}{{ else }}end{{ end }}{{ end }}{{ include \"r\" N }}";
        Assert.Equal("end", Templates.Render(Template.Replace("N", "1000", StringComparison.Ordinal)));
        var failure = Templates.Failure(Template.Replace("N", "1001", StringComparison.Ordinal));
        Assert.EndsWith(
            "error calling include: rendering template has a nested reference name: r: unable to execute template",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(TemplateFailure.Function, failure.Failure);
        Assert.Equal(1002, failure.Layers.Count);
    }

    [Fact]
    public void Two_names_that_include_each_other_end_too()
    {
        var failure = Templates.Failure(
            "{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}");
        Assert.EndsWith("nested reference name: a: unable to execute template", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_executes_itself_by_tpl_a_thousand_times_and_no_more()
    {
        // A thousand calls take a tenth of these steps: without the limit of depth, this one ends the template before the memory does.
        var options = Templates.Options with { Limits = new() { MaxSteps = 2_000_000 } };
        const string Text = "{{ if gt .n 1 }}{{ tpl .t (dict `t` .t `n` (sub .n 1)) }}{{ else }}end{{ end }}";
        Assert.Equal("end", Templates.Render("{{ tpl .t . }}", Data(1000), options));
        var failure = Templates.Failure("{{ tpl .t . }}", Data(1001), options);
        Assert.EndsWith("error calling tpl: more than 1000 calls inside each other", failure.Message, StringComparison.Ordinal);

        // Calls that have ended do not count.
        Assert.Equal("endend", Templates.Render("{{ tpl .t . }}{{ tpl .t . }}", Data(1000), options));

        static Value Data(int depth) => Templates.Map(("t", Value.Of(Text)), ("n", Value.Int64(depth)));
    }

    [Theory]
    [InlineData("{{ range 1000000000000 }}{{ end }}")]
    [InlineData("{{ range 100000 }}{{ range 100000 }}x{{ end }}{{ end }}")]
    [InlineData("{{ define \"a\" }}{{ include \"b\" . }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ range 30 }}{{ range 30 }}{{ " +
        "include \"c\" . }}{{ end }}{{ end }}{{ end }}{{ define \"c\" }}{{ range 1000 }}{{ end }}{{ end }}{{ include \"a\" . }}")]
    public void Work_without_an_end_ends_at_the_step_limit(string template)
    {
        var options = Templates.Options with { Limits = new() { MaxSteps = 1_000_000 } };
        Assert.EndsWith(
            "the template takes more than 1000000 steps", Templates.Failure(template, options: options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_ends_at_its_limit()
    {
        var options = Templates.Options with { Limits = new() { MaxOutputBytes = 1_000 } };
        Assert.EndsWith(
            "the output is larger than 1000 bytes",
            Templates.Failure("{{ range 1001 }}x{{ end }}", options: options).Message,
            StringComparison.Ordinal);
        Assert.Equal(new string('x', 1_000), Templates.Render("{{ range 1000 }}x{{ end }}", options: options));
    }

    [Theory]
    [InlineData("{{ repeat 2000000000 \"x\" }}")]
    [InlineData("{{ until 1000000000 }}")]
    [InlineData("{{ range 200 }}{{ $x := repeat 1000 \"x\" }}{{ end }}")]
    [InlineData("{{ $x := \"aa\" }}{{ range 60 }}{{ $x = cat $x $x }}{{ end }}")]
    [InlineData("{{ $x := \"aa\" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}")]
    [InlineData("{{ $x := \"aa\" }}{{ range 60 }}{{ $x = replace \"a\" $x $x }}{{ end }}")]
    [InlineData("{{ printf \"%100000d\" 1 }}{{ printf \"%900000s\" \"\" }}")]
    public void Functions_make_no_more_than_their_limit(string template)
    {
        var options = Templates.Options with { Limits = new() { MaxFunctionBytes = 100_000 } };
        Assert.EndsWith(
            "functions made more than 100000 bytes of text",
            Templates.Failure(template, options: options).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_execution_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var set = Templates.Set((Templates.File, "{{ range 1000000 }}{{ end }}"));
        Assert.Throws<OperationCanceledException>(
            () => set.Execute(Templates.File, default, new ArrayBufferWriter<byte>(), Templates.Options, source.Token));
    }

    [Theory]
    [InlineData("{{ if 1 }}", "x", "{{ end }}", 15_000, "x")]
    [InlineData("{{ if 0 }}{{ else }}", "x", "{{ end }}", 15_000, "x")]
    [InlineData("{{ range 1 }}", "{{ . }}", "{{ end }}", 15_000, "0")]
    [InlineData("{{ with 1 }}", "{{ . }}", "{{ end }}", 15_000, "1")]
    [InlineData("{{ block \"NAME\" 7 }}", "{{ . }}", "{{ end }}", 15_000, "7")]
    public void Blocks_nest_as_deep_as_the_text_says(string open, string inner, string close, int depth, string expected)
    {
        var text = string.Concat(
            Enumerable.Range(0, depth)
                .Select(i => open.Replace("NAME", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        Assert.Equal(expected, Templates.Render(text + inner + string.Concat(Enumerable.Repeat(close, depth))));
    }

    [Fact]
    public void Chains_of_else_if_are_as_long_as_the_text_says() =>
        Assert.Equal(
            "last",
            Templates.Render("{{ if 0 }}" + string.Concat(Enumerable.Repeat("{{ else if 0 }}", 15_000)) + "{{ else }}last{{ end }}"));

    [Fact]
    public void Blocks_beyond_the_limit_are_refused()
    {
        var failure = Templates.Failure(string.Concat(Enumerable.Repeat("{{if 1}}", 20_001)));
        Assert.Equal("template: t:1: blocks are nested too deeply", failure.Message);
    }

    [Fact]
    public void Parentheses_nest_ten_thousand_deep()
    {
        var open = new string('(', 10_000);
        var close = new string(')', 10_000);
        Assert.Equal("7", Templates.Render($"{{{{ {open}7{close} }}}}"));
        Assert.Contains(
            "error calling index: can't index item of type int",
            Templates.Failure($"{{{{ index {open}7{close} 1 }}}}").Message,
            StringComparison.Ordinal);
        Assert.Equal("template: t:1: max expression depth exceeded", Templates.Failure($"{{{{ ({open}7{close}) }}}}").Message);
    }

    [Theory]
    [InlineData("{{ $l }}", "the output is larger than 1000000 bytes")]
    [InlineData("{{ print $l }}", "the output is larger than 1000000 bytes")]
    [InlineData("{{ printf \"%s\" $l }}", "the output is larger than 1000000 bytes")]
    [InlineData("{{ html $l 1 }}", "the output is larger than 1000000 bytes")]
    [InlineData("{{ toString $l }}", "the text of the value is larger than 16777216 bytes")]
    [InlineData("{{ squote $l }}", "the text of the value is larger than 16777216 bytes")]
    [InlineData("{{ deepCopy $l }}", "the value has more than 4000000 parts or 268435456 bytes")]
    [InlineData("{{ eq $l $l }}", "the text of the value is larger than 16777216 bytes")]
    public void A_value_that_shares_its_parts_a_billion_times_is_not_printed(string template, string expected)
    {
        var options = Templates.Options with { Limits = new() { MaxOutputBytes = 1_000_000 } };
        var failure = Templates.Failure("{{ $l := list \"x\" }}{{ range 32 }}{{ $l = list $l $l }}{{ end }}" + template, options: options);
        Assert.EndsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_variables_and_definitions_cost_in_proportion()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{{{ $x{i} := {i} }}}}{{{{ define \"d{i}\" }}}}{{{{ end }}}}"));
        Assert.Equal("0", Templates.Render(text + "{{ $x0 }}"));
        var options = Templates.Options with { Limits = new() { MaxSteps = 100_000 } };
        Assert.EndsWith(
            "steps", Templates.Failure(text + "{{ range 1000 }}{{ $x0 }}{{ end }}", options: options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_holds_itself_is_not_printed() =>
        Assert.EndsWith(
            "the value is nested too deeply to print",
            Templates.Failure("{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ $d }}").Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ $x := repeat 1000000 \"x\" }}{{ range 100000 }}{{ $_ := sha256sum $x }}{{ end }}")]
    [InlineData("{{ $x := repeat 1000000 \"x\" }}{{ range 100000 }}{{ $_ := contains \"y\" $x }}{{ end }}")]
    [InlineData("{{ $x := repeat 1000000 \"x\" }}{{ $y := repeat 1000000 \"x\" }}{{ range 100000 }}{{ $_ := eq $x $y }}{{ end }}")]
    [InlineData("{{ $l := until 10000 }}{{ $_ := uniq $l }}")]
    [InlineData("{{ $l := until 10000 }}{{ range $l }}{{ $_ := without $l . }}{{ end }}")]
    [InlineData("{{ $l := until 10000 }}{{ range $l }}{{ $_ := has -1 $l }}{{ end }}")]
    [InlineData("{{ $d := dict \"a\" (until 10000) }}{{ range 10000 }}{{ $_ := deepCopy $d }}{{ end }}")]
    [InlineData("{{ $d := dict \"a\" (until 10000) }}{{ range 10000 }}{{ $_ := toJson $d }}{{ end }}")]
    [InlineData("{{ $d := dict }}{{ range 10000 }}{{ $d = merge (dict (toString .) .) $d }}{{ end }}")]
    [InlineData(
        "{{ $a := list 1 }}{{ $b := list 1 }}{{ range 40 }}{{ $a = list $a $a }}{{ $b = list $b $b }}{{ end }}{{ deepEqual $a $b }}")]
    [InlineData("{{ $a := dict }}{{ $b := dict }}{{ range 40 }}{{ $a = dict \"x\" $a \"y\" $a }}{{ $b = dict \"x\" $b \"y\" $b }}{{ end " +
        "}}{{ $_ := merge $a $b }}")]
    [InlineData("{{ range 1000 }}{{ $_ := bcrypt \"x\" }}{{ end }}")]
    [InlineData("{{ range 1000 }}{{ $_ := genPrivateKey \"ecdsa\" }}{{ end }}")]
    [InlineData("{{ $t := print \"{{ 1 }}\" (repeat 10000 \"x\") }}{{ range 1000 }}{{ $_ := tpl $t . }}{{ end }}")]
    public void Functions_work_no_more_than_the_step_limit(string template)
    {
        var options = Templates.Options with { Limits = new() { MaxSteps = 1_000_000 } };
        Assert.EndsWith(
            "the template takes more than 1000000 steps", Templates.Failure(template, options: options).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ $l := list 1 }}{{ range 60 }}{{ $l = concat $l $l }}{{ end }}")]
    [InlineData("{{ $l := until 1000 }}{{ range 1000 }}{{ $_ := reverse $l }}{{ end }}")]
    [InlineData("{{ $l := list }}{{ range 100000 }}{{ $l = append $l . }}{{ end }}")]
    [InlineData("{{ $d := dict }}{{ range 100000 }}{{ $_ := set $d (toString .) . }}{{ end }}")]
    [InlineData("{{ range 100000 }}{{ $_ := dict \"a\" . }}{{ end }}")]
    [InlineData("{{ $d := dict \"a\" (until 1000) }}{{ range 1000 }}{{ $_ := deepCopy $d }}{{ end }}")]
    public void Lists_and_maps_count_as_bytes(string template)
    {
        var options = Templates.Options with { Limits = new() { MaxFunctionBytes = 1_000_000 } };
        Assert.EndsWith(
            "functions made more than 1000000 bytes of text",
            Templates.Failure(template, options: options).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{{ $l := list }}{{ range 200000 }}{{ $l = append $l . }}{{ end }}{{ len $l }} {{ first $l }} {{ last $l }}", "200000 0 199999")]
    [InlineData(
        "{{ $l := list }}{{ range 200000 }}{{ $l = prepend $l . }}{{ end }}{{ len $l }} {{ first $l }} {{ last $l }}", "200000 199999 0")]
    [InlineData(
        "{{ $l := list }}{{ range 200000 }}{{ $l = concat $l (list .) }}{{ end }}{{ len $l }} {{ first $l }} {{ last $l }}",
        "200000 0 199999")]
    [InlineData("{{ $l := until 20000 }}{{ range 19998 }}{{ $l = rest $l }}{{ end }}{{ $l }}", "[19998 19999]")]
    [InlineData("{{ $l := until 20000 }}{{ range 19998 }}{{ $l = initial $l }}{{ end }}{{ $l }}", "[0 1]")]
    public void Lists_grow_and_shrink_at_a_cost_in_proportion(string template, string expected)
    {
        var options = Templates.Options with { Limits = new() { MaxSteps = 10_000_000, MaxFunctionBytes = 20_000_000 } };
        Assert.Equal(expected, Templates.Render(template, options: options));
    }

    [Theory]
    [InlineData(
        "{{ $a := list 1 2 }}{{ $b := append $a 3 }}{{ $c := append $b 4 }}{{ $d := append $b 5 }}{{ $a }}{{ $b }}{{ $c }}{{ $d }}",
        "[1 2][1 2 3][1 2 3 4][1 2 3 5]")]
    [InlineData(
        "{{ $a := list 1 2 }}{{ $b := prepend $a 3 }}{{ $c := prepend $b 4 }}{{ $d := prepend $b 5 }}{{ $a }}{{ $b }}{{ $c }}{{ $d }}",
        "[1 2][3 1 2][4 3 1 2][5 3 1 2]")]
    [InlineData("{{ $a := append (list 1) 2 }}{{ $b := prepend $a 0 }}{{ $c := append $a 3 }}{{ $d := append $b 4 }}{{ $a }}{{ $b }}{{ " +
        "$c }}{{ $d }}", "[1 2][0 1 2][1 2 3][0 1 2 4]")]
    [InlineData("{{ $a := append (list 1 2) 3 }}{{ $b := initial $a }}{{ $c := append $b 9 }}{{ $d := concat $a $a $b }}{{ $e := append " +
        "(rest $a) 7 }}{{ $a }}{{ $b }}{{ $c }}{{ $d }}{{ $e }}", "[1 2 3][1 2][1 2 9][1 2 3 1 2 3 1 2][2 3 7]")]
    public void A_list_keeps_its_elements_when_others_grow_from_it(string template, string expected) =>
        Assert.Equal(expected, Templates.Render(template));

    [Fact]
    public void Executions_that_share_a_budget_pay_for_each_other()
    {
        var limits = new ExecutionLimits { MaxSteps = 100_000, MaxOutputBytes = 1_000, MaxFunctionBytes = 1_000_000 };
        foreach (
            var (
                template,
                expected) in new[] { ("{{ range 30000 }}{{ end }}", "steps"), ("{{ range 300 }}x{{ end }}", "bytes"), (
                    "{{ $_ := repeat 300000 \"x\" }}", "bytes of text") })
        {
            var options = Templates.Options with { Limits = limits, Budget = new(limits) };
            var rendered = 0;
            var failure = Assert.Throws<TemplateException>(() =>
            {
                for (; rendered < 10; rendered++)
                {
                    Templates.Render(template, options: options);
                }
            });
            Assert.EndsWith(expected, failure.Message, StringComparison.Ordinal);
            Assert.InRange(rendered, 1, 4);
        }
    }

    [Theory]
    [InlineData("dict \"d\" $x", "toPrettyJson", "larger than 134217728 bytes$")]
    [InlineData("list $x", "toPrettyJson", "larger than 134217728 bytes$")]
    [InlineData("dict \"d\" $x", "toToml", "nested too deeply for TOML$")]
    [InlineData("list $x", "toToml", "nested too deeply for TOML$")]
    public void Documents_that_grow_with_the_square_of_their_depth_end_in_an_error(string layer, string function, string expected)
    {
        var template = $"{{{{ $x := dict \"a\" 1 }}}}{{{{ range 100000 }}}}{{{{ $x = {layer} }}}}{{{{ end }}}}{{{{ {function} $x }}}}";
        Assert.Matches(expected, Templates.Failure(template).Message);
    }

    [Theory]
    [InlineData("toJson", "")]
    [InlineData("toPrettyJson", "")]
    [InlineData("mustToJson", "json: unsupported value: encountered a cycle via map[string]interface {}")]
    [InlineData("mustToPrettyJson", "json: unsupported value: encountered a cycle via map[string]interface {}")]
    [InlineData("toRawJson", "json: unsupported value: encountered a cycle via map[string]interface {}")]
    [InlineData("toToml", "the value is nested too deeply for TOML")]
    public void A_map_that_holds_itself_is_no_document(string function, string error)
    {
        var template = $"{{{{ $d := dict }}}}{{{{ $_ := set $d \"d\" $d }}}}{{{{ {function} $d }}}}";
        if (error.Length == 0)
        {
            Assert.Equal("", Templates.Render(template));
        }
        else
        {
            Assert.EndsWith(error, Templates.Failure(template).Message, StringComparison.Ordinal);
        }
    }
}
