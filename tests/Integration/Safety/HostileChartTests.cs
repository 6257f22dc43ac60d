using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Charts from strangers that would take all memory, all time or all stack: each ends in one error that
/// names the place, within thirty seconds of processor time and a gigabyte and a half of memory, which
/// the kernel and the runtime enforce here.
/// </summary>
public sealed class HostileChartTests : IDisposable
{
    private const string Template = "h/templates/a.yaml:1:";
    private const string Steps = "the template takes more than 100000000 steps";
    private const string Bytes = "functions made more than 536870912 bytes of text";
    private const string Metadata = "apiVersion: v2\nname: h\nversion: 0.1.0\n";

    private static readonly Dictionary<string, (string Text, string Error)> Templates = new()
    {
        ["until"] = ("{{ range until 1000000000 }}x{{ end }}", Bytes),
        ["untilStep"] = ("{{ range untilStep 0 1000000000 1 }}x{{ end }}", Bytes),
        ["seq"] = ("{{ seq 1 1000000000 }}", Bytes),
        ["range"] = ("{{ range 1000000000 }}x{{ end }}", Steps),
        ["repeat"] = ("a: {{ repeat 1000000000 \"x\" }}", Bytes),
        ["doubled text"] = ("{{ $x := \"x\" }}{{ range until 40 }}{{ $x = printf \"%s%s\" $x $x }}{{ end }}a: {{ $x }}", Bytes),
        ["doubled list"] = ("{{ $x := list 1 }}{{ range until 60 }}{{ $x = concat $x $x }}{{ end }}{{ len $x }}", Bytes),
        ["output"] = (
            "{{ $x := repeat 1000000 \"x\" }}{{ range until 100000 }}{{ $x }}{{ end }}", "the output is larger than 268435456 bytes"),
        ["include in itself"] = (
            "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}",
            "rendering template has a nested reference name: a: unable to execute template"),
        ["template in itself"] = (
            "{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}", "exceeded maximum template depth (100000)"),
        ["tpl in itself"] = ("{{ tpl .Values.again . }}", "error calling tpl: more than 1000 calls inside each other"),
        ["two includes in two"] = ("{{ define \"a\" }}{{ range 1000 }}{{ include \"b\" $ }}{{ end }}{{ end }}{{ define \"b\" }}{{ range " +
            "1000 }}{{ range 1000 }}{{ end }}{{ end }}{{ end }}{{ include \"a\" . }}", Steps),
        ["value in itself"] = ("{{ $d := dict }}{{ $_ := set $d \"a\" $d }}{{ $d }}", "the value is nested too deeply to print"),
        ["deep copy"] = (
            "{{ $d := dict }}{{ range until 200000 }}{{ $d = dict \"a\" $d }}{{ end }}{{ $x := deepCopy $d }}",
            "the value is nested too deeply to copy"),
        ["parentheses"] = ("{{ " + new string('(', 200_000) + "1" + new string(')', 200_000) + " }}", "max expression depth exceeded"),
        ["blocks"] = (string.Concat(Enumerable.Repeat("{{ if 1 }}", 100_000)), "blocks are nested too deeply"),
        ["pattern of thousands"] = ("{{ regexMatch \"(a?){1000}b\" (repeat 100000 \"a\") }}", Steps),
        ["search from each place"] = ("{{ len (regexFindAll \"a.*b|a\" (repeat 200000 \"a\") -1) }}", Steps),
        ["replacement from each place"] = ("{{ len (regexReplaceAll \"a.*b|a\" (repeat 200000 \"a\") \"${0}\") }}", Steps),
        ["split at each place"] = ("{{ len (regexSplit \"a.*b|a\" (repeat 200000 \"a\") -1) }}", Steps),
        ["thousands of groups"] = ("{{ len (regexReplaceAll (repeat 5000 \"(a)?\") (repeat 20000 \"a\") \"${0}\") }}", Bytes),
        ["long pattern"] = ("{{ regexMatch (repeat 3000000 \"a?\") \"a\" }}", Bytes),
        ["certificates"] = ("{{ range 97000000 }}{{ end }}{{ range 200 }}{{ $x := genCA \"x\" 10 }}{{ end }}", Steps),
        ["derived passwords"] = (
            "{{ range 95000000 }}{{ end }}{{ range 1000 }}{{ $x := derivePassword 1 \"long\" \"a\" \"b\" \"c\" }}{{ end }}", Steps),
    };

    private static readonly Dictionary<string, (string Text, string Error)> Values = new()
    {
        ["aliases"] = (Aliases(), "yaml: document contains excessive aliasing"),
        ["deep list"] = ("a: " + new string('[', 100_000), "yaml: line 1: the nesting exceeds the limit of 1000"),
        ["deep map"] = (
            "a:\n" + string.Concat(Enumerable.Range(1, 1_500).Select(i => new string(' ', i) + "a:\n")),
            "yaml: line 1001: the nesting exceeds the limit of 1000"),
        ["nodes"] = (
            "a: [" + string.Concat(Enumerable.Repeat("1,", 20_000_000)) + "]",
            "yaml: line 1: the number of nodes exceeds the limit of 2000000"),
        ["a long line"] = ("a: \"" + new string('x', 100_000_000) + "\"\n", "v.yaml is larger than 67108864 bytes"),
        ["NUL"] = ("a: \0\0\n", "yaml: control characters are not allowed"),
        ["a list"] = ("[]", "cannot unmarshal array into Go value of type map[string]interface {}"),
        ["a number"] = ("1", "cannot unmarshal number into Go value of type map[string]interface {}"),
        ["a truth value"] = ("true", "cannot unmarshal bool into Go value of type map[string]interface {}"),
        ["a text"] = ("\"x\"", "cannot unmarshal string into Go value of type map[string]interface {}"),
    };

    private static readonly Dictionary<string, (string Text, string Error)> Schemas = new()
    {
        ["reference to itself"] = ("""{"$ref": "#"}""", "causing reference cycle"),
        ["nesting"] = (string.Concat(Enumerable.Repeat("{\"not\":", 5_000)), "the schema is nested too deeply"),
        ["doubled references"] = (Doubled("allOf", "{}"), "the schema takes more than 100000000 steps for these values"),
        ["doubled failures"] = (Doubled("anyOf", "false"), "the schema takes more than 100000000 steps for these values"),
        ["pattern"] = ("""{"properties": {"text": {"pattern": "(a?){1000}b"}}}""", "the schema takes more than 100000000 steps for these values"),
        ["enumeration"] = ("""{"properties": {"list": {"items": {"enum": [""" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"{i}\"")) + "]}}}}", "the schema takes more than 100000000 steps for these values"),
        ["network"] = ("""{"$ref": "http://127.0.0.1:1/x"}""", "HTTP request failed for http://127.0.0.1:1/x"),
        ["other file"] = ("""{"$ref": "file:///etc/passwd"}""", "no such file or directory"),
    };

    private readonly Workbench _bench = new();

    public static IEnumerable<TheoryDataRow<string>> TemplateNames => Templates.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> ValuesNames => Values.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> SchemaNames => Schemas.Keys.Select(name => new TheoryDataRow<string>(name));

    public void Dispose() => _bench.Dispose();

    [Theory, MemberData(nameof(TemplateNames))]
    public async Task Templates_end_at_a_limit(string name)
    {
        Chart(("templates/a.yaml", Templates[name].Text + "\n"), ("values.yaml", "again: '{{ tpl .Values.again . }}'\n"));
        var error = await RefusedAsync("template r h");
        Assert.Contains(Templates[name].Error, error, StringComparison.Ordinal);
        Assert.Contains(name is "parentheses" or "blocks" ? "h/templates/a.yaml:1" : Template, error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ValuesNames))]
    public async Task Values_end_at_a_limit(string name)
    {
        Chart();
        _bench.Write("v.yaml", Values[name].Text);
        var error = await RefusedAsync("template r h -f v.yaml");
        Assert.Contains(Values[name].Error, error, StringComparison.Ordinal);
        Assert.Contains("v.yaml", error, StringComparison.Ordinal);
        if (Values[name].Text.Length < 5_000_000)
        {
            Chart(("values.yaml", Values[name].Text));
            error = await RefusedAsync("template r h");
            Assert.Contains(Values[name].Error, error, StringComparison.Ordinal);
            Assert.Contains("values.yaml", error, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(SchemaNames))]
    public async Task Schemas_end_at_a_limit(string name)
    {
        var list = string.Join(',', Enumerable.Range(0, 20_000));
        Chart(("values.schema.json", Schemas[name].Text), ("values.yaml", $"text: {new string('a', 3_000_000)}\nlist: [{list}]\n"));
        Assert.Contains(Schemas[name].Error, await RefusedAsync("template r h"), StringComparison.Ordinal);
    }

    /// <summary>
    /// A document that a template reads is no failure for Helm, whatever is wrong with it: the template finds the reason under Error.
    /// </summary>
    [Theory]
    [InlineData("fromYaml")]
    [InlineData("fromJson")]
    [InlineData("fromToml")]
    public async Task Documents_that_templates_read_are_bounded(string function)
    {
        Chart(("templates/a.yaml", $"{{{{ range (list (.Files.Get \"aliases\") (repeat 1000000 \"[\") (repeat 1000000 \"a: {{\")) " +
            $"}}}}{{{{ $x := {function} . }}}}{{{{ if not $x.Error }}}}{{{{ fail \"taken\" }}}}{{{{ end }}}}{{{{ end }}}}a: b\n"), ("aliases", Aliases()));
        Assert.Contains("\na: b\n", (await BoundedAsync("template r h")).OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set a[999999999]=1", "index of 999999999 is greater than maximum supported index of 65536")]
    [InlineData("--set $(seq -s, -f 'a%.0f[65535]=1' 1 1000)", "indexes leave more than 4000000 places without a value")]
    [InlineData("--set a$(printf '.a%.0s' $(seq 20000))=1", "value name nested level is greater than maximum supported nested level of 30")]
    [InlineData("--set a$(printf '[0]%.0s' $(seq 20000))=1", "more than 1000 indexes follow each other")]
    [InlineData("--set-json a=$(printf '[%.0s' $(seq 30000))", "failed parsing --set-json data")]
    [InlineData("--set-file a=big", "big is larger than 67108864 bytes")]
    public async Task Arguments_end_at_a_limit(string arguments, string expected)
    {
        Chart();
        Assert.Contains(expected, await RefusedAsync($"template r h {arguments}", "truncate -s 100M big"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ln -s . h/loop", "link loop: it leads back to a folder that holds it")]
    [InlineData("mkdir h/d; ln -s .. h/d/a; ln -s .. h/d/b", "link d/a: it leads back to a folder that holds it")]
    [InlineData("ln -s b h/a; ln -s a h/b", "too many links")]
    [InlineData(
        "mkdir -p h/x/0; for i in $(seq 30); do mkdir h/x/$i; for j in 1 2 3 4 5 6 7 8 9; do ln -s ../$((i - 1)) h/x/$i/$j; done; done",
        "the chart has more than 10000 links")]
    [InlineData("ln -s /dev/zero h/zero", "cannot load irregular file")]
    [InlineData("mkfifo h/pipe", "cannot load irregular file")]
    [InlineData("truncate -s 6M h/big", "chart file \"big\" is larger than the maximum file size 5242880")]
    [InlineData("for i in $(seq 110); do truncate -s 5M h/$i; done", "the files of the chart have more than 536870912 bytes")]
    public async Task Folders_end_at_a_limit(string prepare, string expected)
    {
        Chart();
        Assert.Contains(expected, await RefusedAsync("template r h", prepare), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_end_at_a_limit()
    {
        Archive("large.tgz", Enumerable.Range(0, 400).Select(i => ($"h/{i}", new byte[5_000_000])));
        Assert.Contains(
            "decompressed chart is larger than the maximum size 104857600",
            await RefusedAsync("template r large.tgz"),
            StringComparison.Ordinal);

        Archive("one.tgz", [("h/a", new byte[6_000_000])]);
        Assert.Contains(
            "decompressed chart file \"a\" is larger than the maximum file size 5242880",
            await RefusedAsync("template r one.tgz"),
            StringComparison.Ordinal);

        Archive("many.tgz", Enumerable.Range(0, 200_001).Select(i => ($"h/{i}", Array.Empty<byte>())));
        Assert.Contains(
            "the chart has more than 200000 files and folders", await RefusedAsync("template r many.tgz"), StringComparison.Ordinal);

        // Archives in archives: ten times as much at each level.
        Archive("0.tgz", [("h/a", new byte[5_000_000])]);
        for (var level = 1; level <= 5; level++)
        {
            var inner = File.ReadAllBytes(_bench.FileAt($"{level - 1}.tgz"));
            Archive($"{level}.tgz", Enumerable.Range(0, 10).Select(i => ($"h/charts/s{i}.tgz", inner)));
        }

        Assert.Contains(
            "the files of the chart have more than 536870912 bytes", await RefusedAsync("template r 5.tgz"), StringComparison.Ordinal);
    }

    /// <summary>What people have: values and texts of many megabytes, with a schema.</summary>
    [Fact]
    public async Task Large_values_are_rendered()
    {
        var values = string.Concat(
            Enumerable.Range(0, 120_000)
                .Select(
                    i =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"k{i}:\n  name: value-{i}\n  list: [a, b, c]\n  nested: {{x: {i}, text: \"text of {i}\"}}\n")));
        Assert.True(values.Length > 10_000_000);
        Chart(
            ("templates/a.yaml", "n: {{ len .Values }}\nlast: {{ .Values.k119999.nested.text }}\n"),
            ("values.schema.json", """{"additionalProperties": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "pattern": "^[a-z]+-[0-9]+$"}, "list": {"items": {"enum": ["a", "b", "c"]}, "uniqueItems": true}}}}"""));
        _bench.Write("v.yaml", values);
        Assert.EndsWith(
            "n: 120000\nlast: text of 119999\n", (await BoundedAsync("template r h -f v.yaml")).OutputText, StringComparison.Ordinal);

        Chart(("templates/a.yaml", "n: {{ .Values.text | upper | quote | len }}\n"));
        _bench.Write("v.yaml", $"text: \"{new string('x', 50_000_000)}\"\n");
        Assert.EndsWith("n: 50000002\n", (await BoundedAsync("template r h -f v.yaml")).OutputText, StringComparison.Ordinal);
    }

    private static string Aliases() => "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(
        Enumerable.Range(1, 9)
            .Select(
                i =>
                    string.Create(
                        CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n")));

    private static string Doubled(string keyword, string last) => "{\"$ref\":\"#/definitions/d0\",\"definitions\":{"
        + string.Concat(
            Enumerable.Range(0, 60)
                .Select(
                    i => $"\"d{i}\":{{\"{keyword}\":[{{\"$ref\":\"#/definitions/d{i + 1}\"}},{{\"$ref\":\"#/definitions/d{i + 1}\"}}]}},"))
        + $"\"d60\":{last}}}}}";

    private void Chart(params (string Name, string Text)[] files)
    {
        if (Directory.Exists(_bench.FileAt("h")))
        {
            Directory.Delete(_bench.FileAt("h"), recursive: true);
        }

        Directory.CreateDirectory(_bench.FileAt("h/templates"));
        _bench.Write("h/Chart.yaml", Metadata);
        foreach (var (name, text) in files)
        {
            _bench.Write("h/" + name, text);
        }
    }

    private void Archive(string name, IEnumerable<(string Name, byte[] Data)> entries)
    {
        using var file = File.Create(_bench.FileAt(name));
        using var packed = new GZipStream(file, CompressionLevel.Fastest);
        using var archive = new TarWriter(packed, TarEntryFormat.Ustar);
        foreach (var (path, data) in entries.Prepend(("h/Chart.yaml", Encoding.ASCII.GetBytes(Metadata))))
        {
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(data) });
        }
    }

    private async Task<string> RefusedAsync(string command, string prepare = ":")
    {
        var run = await BoundedAsync(command, prepare);
        Assert.True(run.ExitCode == 1, $"{run.ExitCode} {run.Signal}: {run.ErrorText[..Math.Min(run.ErrorText.Length, 2_000)]}");
        Assert.Empty(run.Output);
        Assert.DoesNotContain("internal error", run.ErrorText, StringComparison.Ordinal);
        return Assert.Single(run.ErrorText.Split('\n')
            .SkipWhile(line => !line.StartsWith("Error: ", StringComparison.Ordinal))
            .Chunk(int.MaxValue)
            .Select(lines => string.Join('\n', lines)));
    }

    private Task<BenchRun> BoundedAsync(string command, string prepare = ":") => _bench.RunAsync(
        "bash", "-c", $"{prepare}; ulimit -t 30 -v 3000000; export DOTNET_GCHeapHardLimit=0x60000000; '{NativeProgram.Path}' {command}");
}
