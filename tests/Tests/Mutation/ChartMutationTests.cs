using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data.Json;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Tests.Mutation;

/// <summary>
/// Charts and all that they are made of: whole ones as one text, metadata, values, arguments of <c>--set</c>,
/// schemas, ignore files, patterns, archives.
/// </summary>
public sealed class ChartMutationTests
{
    private const long MaxBytes = 64 * 1024 * 1024;

    // A line that begins a file of a whole chart.
    private const string FileMark = "#FILE ";

    private static readonly string[] YamlTokens =
    [
        ": ", "- ", "\n", "\n  ", "\t", "{", "}", "[", "]", ",", "&a ", "*a", "<<: *a", "!!int ", "!!binary ", "!x ", "| \n", ">-\n", "\"",
        "'", "#", "---\n", "...\n", "%YAML 1.1\n", "? ", "null", "~", "true", "0x1F",
        "1e999", ".nan", "2001-01-01", "\0", "\u00e9", "\ufeff", "\u2028", "name", "version", "dependencies:\n- name: s\n",
        "import-values:\n  - child: a\n", "alias: x", "condition: a.b", "tags: [t]", "global:\n",
    ];

    private static readonly string[] Metadata =
    [
        "apiVersion: v2\nname: c\nversion: 0.1.0\nappVersion: \"1\"\nkubeVersion: \">=1.20-0\"\ndeprecated: false\nkeywords: " +
        "[a]\nmaintainers:\n- name: m\n  email: e\nannotations:\n  a: b\n",
        "apiVersion: v1\nname: c\nversion: 1.2.3-x+y\ntype: application\ndependencies:\n- name: s\n  version: ~1\n  repository: " +
        "file://s\n  condition: s.on,g.on\n  tags: [t]\n  alias: z\n  import-values:\n  - data\n  - child: a.b\n    parent: c\n",
    ];

    private static readonly string[] Values =
    [
        "a: 1\nb: {c: [1, x, null], d: 0x1F}\ne: &a |\n  text\n  more\nf: *a\ng: !!str 5\n---\na: {b: c}\n",
        "base: &b\n  x: 1\nderived:\n  <<: *b\n  y: \"q\\u00e9\"\nl:\n- a: 'it''s'\n-\n  - 1.5e3\n? k\n: v\n",
    ];

    private static readonly string[] Charts =
    [
        FileMark + "Chart.yaml\n" + Metadata[0] + FileMark + "values.yaml\na: 1\nl: [1, b]\nm: {x: y}\n" + FileMark
            + "values.schema.json\n{\"properties\": {\"a\": {\"type\": \"number\"}}}\n"
        + FileMark + "templates/_h.tpl\n{{- define \"n\" -}}{{ .Chart.Name | trunc 63 }}{{- end -}}\n" + FileMark
        + "templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include \"n\" . }}\ndata:\n"
        + "{{- range $k, $v := .Values.m }}\n  {{ $k }}: {{ $v | quote }}\n{{- end }}\n  f: {{ .Files.Get \"f.txt\" | quote " +
            "}}\n---\nkind: List\nl: {{- toYaml .Values.l | nindent 2 }}\ng: {{- (.Files.Glob \"*.txt\").AsConfig | nindent 2 }}\n"
        + FileMark + "templates/NOTES.txt\n{{ .Release.Name }}\n" + FileMark + "f.txt\nline\n",
        FileMark + "Chart.yaml\n" + Metadata[1] + FileMark + "values.yaml\ns: {on: true}\ntags: {t: true}\nglobal: {g: 1}\n" + FileMark
            + "charts/s/Chart.yaml\napiVersion: v2\nname: s\nversion: 1.0.0\n"
        + FileMark + "charts/s/values.yaml\nexports:\n  data: {q: 1}\na: {b: {c: 2}}\n" + FileMark
        + "charts/s/templates/b.yaml\nkind: Job\nmetadata:\n  name: j\n  annotations:\n    helm.sh/hook: pre-install,test\n"
        + "    helm.sh/hook-weight: \"-5\"\n    helm.sh/hook-delete-policy: hook-succeeded\nv: {{ .Values | toJson }}\n" + FileMark
        + "requirements.yaml\ndependencies: []\n",
    ];

    private static readonly string[] TemplateTokens =
        [.. YamlTokens, FileMark + "templates/z.yaml\n", "{{", "}}", "{{- ", "-}}", "{{ end }}", "{{ range .Values.l }}",
            "{{ include \"n\" . }}", "{{ tpl .Values.a . }}", "{{ required \"r\" .Values.q }}", "{{ fail \"f\" }}", ".Values", "$", "|",
            "toYaml", "helm.sh/hook: test"];

    private static readonly ExecutionLimits Small = new()
    {
        MaxSteps = 20_000,
        MaxFunctionBytes = 4 * 1024 * 1024,
        MaxOutputBytes = 4 * 1024 * 1024,
        MaxTplDepth = 20,
    };

    [Fact]
    public void Whole_charts_are_rendered_or_refused() => TextMutations.Run(Charts, TemplateTokens, "", MaxBytes, text =>
    {
        var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadFiles(Split(text));
        foreach (var generation in (HelmGeneration[])[HelmGeneration.V4, HelmGeneration.V3])
        {
            new ChartRenderer(generation).Render(
                new()
                {
                    Chart = chart,
                    Values = new(),
                    ReleaseName = "r",
                    Namespace = "n",
                    RendersSubchartNotes = true,
                    Clock = TimeProvider.System,
                    Random = RandomSource.System,
                    Limits = Small,
                },
                TestContext.Current.CancellationToken);
        }
    });

    [Fact]
    public void Metadata_is_read_or_refused() => TextMutations.Run(Metadata, YamlTokens, "", MaxBytes, text =>
    {
        foreach (var generation in (HelmGeneration[])[HelmGeneration.V3, HelmGeneration.V4])
        {
            new ChartLoader(generation, SilentChartLog.Instance)
                .LoadFiles([new("Chart.yaml", text), new("requirements.yaml", text), new("Chart.lock", text)]);
        }
    });

    [Fact]
    public void Values_are_read_or_refused() => TextMutations.Run(Values, YamlTokens, "", MaxBytes, text =>
    {
        ValuesText.Read(text, HelmGeneration.V3);
        ValuesText.Read(text, HelmGeneration.V4, isSecret: true);
    });

    [Fact]
    public void Arguments_of_set_are_applied_or_refused() => TextMutations.Run(
        ["a.b=1,l[0].x={a,b},c=d\\,e", "a[1][2]=x,a[1][0]=null,b=true,c=1.5,d=", "{\"a\": [1, {\"b\": null}]}",
            "a={\"x\": \"\\u00e9\"},b.c=[1,2]"],
        ["[", "]", "{", "}", "=", ",", ".", "\\", "[0]", "[65536]", "[65537]", "[-1]", "a", "null", "\"", ":", "1e999", "\u00e9", "\0",
            "[[", "]]", ".a", "{}", "\\ud800"],
        "", MaxBytes, text =>
        {
            var argument = Encoding.UTF8.GetString(text);
            var sources = new ValueSources { Files = [new("v", "a: 1\nl: [1, {x: 2}]\n"u8.ToArray(), false)] };
            var failures = 0;
            foreach (var generation in (HelmGeneration[])[HelmGeneration.V3, HelmGeneration.V4])
            {
                foreach (
                    var given in (
                        ValueSources[])[sources with { Plain = [argument] }, sources with { Strings = [argument] },
                        sources with { Literals = [argument] }, sources with { Json = [argument] },
                        sources with { FileContents = [argument], ReadFile = _ => [1] }])
                {
                    try
                    {
                        given.Merge(generation);
                    }
                    catch (ChartException)
                    {
                        failures++;
                    }
                }
            }

            Assert.InRange(failures, 0, 10);
        });

    [Fact]
    public void Schemas_and_instances_are_compared_or_refused() => TextMutations.Run(
        [
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\", \"required\": [\"a\"], \"properties\": " +
            "{\"a\": {\"type\": [\"string\", \"null\"], \"pattern\": \"^(a|b)+$\", \"format\": \"email\"}, \"n\": {\"minimum\": 1.5, " +
            "\"multipleOf\": 0.1}}}\n===\n{\"a\": \"x\", \"n\": 2}",
            "{\"$defs\": {\"t\": {\"type\": \"object\", \"properties\": {\"c\": {\"$ref\": \"#/$defs/t\"}}, \"unevaluatedProperties\": " +
            "false}}, \"allOf\": [{\"$ref\": \"#/$defs/t\"}, {\"if\": {\"required\": [\"c\"]}, \"then\": {\"maxProperties\": 1}, " +
            "\"else\": false}]}\n===\n{\"c\": {\"c\": {\"d\": 1}}}",
            "{\"items\": {\"enum\": [1, \"a\", null, [1], {\"x\": 1.0}]}, \"uniqueItems\": true, \"contains\": {\"const\": 1}, " +
            "\"minContains\": 2, \"prefixItems\": [true, {\"not\": {}}]}\n===\n[1, 1.0, \"a\", {\"x\": 1}]",
            "{\"$dynamicAnchor\": \"x\", \"additionalProperties\": {\"$dynamicRef\": \"#x\"}, \"patternProperties\": {\"^[a-c]+$\": " +
            "{\"oneOf\": [{\"type\": \"integer\"}, {\"minLength\": 2}]}}, \"dependentRequired\": {\"a\": [\"b\"]}}\n===\n{\"a\": 5, " +
            "\"b\": {\"c\": \"dd\"}}",
        ],
        ["{", "}", "[", "]", ":", ",", "\"", "null", "true", "1e400", "-0.0", "\"$ref\": \"#\"", "\"$ref\": \"http://h/x\"",
            "\"$ref\": \"../../x\"", "\"$id\": \"a/b\"", "\"$anchor\": \"x\"", "\"allOf\": [{}]", "\"type\": 5", "\"pattern\": \"(\"",
            "\"format\": \"regex\"", "\\ud800", "\n===\n", "\0"],
        "", MaxBytes, text =>
        {
            var mark = text.AsSpan().IndexOf("\n===\n"u8);
            var (schema, instance) = mark < 0 ? (text, "{}"u8.ToArray()) : (text[..mark], text[(mark + 5)..]);
            if (!GoJson.TryParse(instance, out var value, out _))
            {
                throw new ChartException("no instance");
            }

            try
            {
                if (
                    JsonSchema.Compile(schema, "file:///values.schema.json", new ChartSchemaResolver(HelmGeneration.V4, fetch: null))
                        .Check(value) is { } finding)
                {
                    Assert.NotEmpty(FindingText.Lines(finding, ValueQuoting.Shown));
                    Assert.NotEmpty(FindingText.Lines(finding, ValueQuoting.Hidden));
                }
            }
            catch (Exception failure) when (failure is SchemaException or SchemaCostException)
            {
                throw new ChartException(failure.Message, inner: failure);
            }
        });

    [Fact]
    public void Ignore_files_are_read_or_refused() => TextMutations.Run(
        ["*.bak\n!keep.bak\n/root\nfolder/\n# comment\n[a-z]*.txt\n", "a/b?c\n\\*\n[^x]\ntemplates/_*\n"],
        ["*", "**", "?", "[", "]", "[^", "-", "!", "/", "\\", "\n", "#", " ", "a", "\u00e9", "\0", "[]", "[]a]", "../"],
        "", MaxBytes, text =>
        {
            var ignore = HelmIgnore.Parse(text);
            foreach (var path in (string[])["keep.bak", "x.bak", "folder", "a/bxc", "templates/_h.tpl", "templates/.x", "r\u00e9", "*"])
            {
                Assert.False(ignore.Ignores(path, isFolder: true) && ignore.Ignores(path, isFolder: false) && path.Length == 0);
            }
        });

    [Fact]
    public void Archives_are_read_or_refused()
    {
        // What is no ASCII in them would come out as two bytes: there is none.
        var seeds = new[] { Encoding.Latin1.GetString(Tar(TarEntryFormat.Pax)), Encoding.Latin1.GetString(
            Tar(TarEntryFormat.Gnu)), Encoding.Latin1.GetString(Tar(TarEntryFormat.V7)) };
        TextMutations.Run(
            seeds,
            ["\0", "ustar", "0000000", "7777777777", "x", "L", "g", "5", "S", "path=", "30 path=c/../../x\n", "../", "/", "\\", "c/",
                "Chart.yaml", "\u0080\u0000\u0000"],
            "", MaxBytes, text =>
            {
                using var archive = new MemoryStream();
                using (var gzip = new GZipStream(archive, CompressionLevel.NoCompression, leaveOpen: true))
                {
                    gzip.Write(text);
                }

                archive.Position = 0;
                foreach (var file in ChartArchive.Read(archive, new(heap: null)))
                {
                    Assert.DoesNotContain("..", file.Name.Split('/'));
                    Assert.False(file.Name.StartsWith('/'));
                }
            });
    }

    [Fact]
    public void Compressed_archives_are_read_or_refused()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Tar(TarEntryFormat.Pax));
        }

        var seed = packed.ToArray();
        var random = new Random(20_261_122);
        for (var i = 0; i < TextMutations.Count; i++)
        {
            var mutated = (byte[])seed.Clone();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            mutated = random.Next(4) == 0 ? mutated[..random.Next(mutated.Length)] : mutated;
            try
            {
                Assert.NotEmpty(ChartArchive.Read(new MemoryStream(mutated), new(heap: null)));
            }
            catch (ChartException failure)
            {
                Assert.NotEmpty(failure.Message);
            }
        }
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (
                var (name, text) in (
                    ReadOnlySpan<(string, string)>)[("c/Chart.yaml", Metadata[0]), ("c/templates/a.yaml", "a: 1\n"), (
                        format == TarEntryFormat.V7 ? "c/b" : "c/" + new string('n', 120), "x")])
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new V7TarEntry(TarEntryType.V7RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }

    private static List<ChartFile> Split(byte[] text)
    {
        var files = new List<ChartFile>();
        var mark = Encoding.UTF8.GetBytes("\n" + FileMark);
        var rest = "\n"u8.ToArray().Concat(text).ToArray().AsSpan();
        for (var at = rest.IndexOf(mark); at >= 0; at = rest.IndexOf(mark))
        {
            rest = rest[(at + mark.Length)..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            var body = rest[(end + 1)..];
            var next = body.IndexOf(mark);
            files.Add(new(Encoding.UTF8.GetString(rest[..end]), (next < 0 ? body : body[..(next + 1)]).ToArray()));
        }

        return files;
    }
}
