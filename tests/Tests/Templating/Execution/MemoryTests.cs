using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Templating;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Templating.Execution;

/// <summary>
/// What functions make is charged while it grows, so that a template which multiplies a text ends before the memory does. All memory that a
/// template takes stays within a few times what the limits allow, however large the text that it would make.
/// </summary>
public sealed class MemoryTests
{
    private const int Limit = 4 * 1024 * 1024;

    // What the calls of a template may take in all, freed memory included: texts, documents, what is written, copies of each.
    private const int MostTimes = 12;

    private static readonly FunctionTable Functions = ChartFunctions.Create(HelmGeneration.V4);

    public static IEnumerable<TheoryDataRow<string>> Multiplying => new[]
    {
        "{{ regexReplaceAll \"\" .t .t }}", "{{ regexReplaceAll \"a\" .t .t }}",
        "{{ regexReplaceAll \"(a+)\" .t \"$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1\" }}",
        "{{ regexReplaceAllLiteral \"a\" .t .t }}", "{{ regexReplaceAll \".\" .t \"<$0$0$0$0>\" | regexReplaceAll \".\" \"<$0$0$0$0>\" }}",
        "{{ replace \"\" .t .t }}", "{{ replace \"a\" .t .t }}", "{{ repeat 1000000 .t }}", "{{ indent 1000000 .lines }}",
        "{{ nindent 1000 .lines }}",
        "{{ wrapWith 1 .t .t }}", "{{ wrap 1 .t }}", "{{ list .t .t .t .t .t .t .t .t .t .t .t .t .t .t .t .t .t .t .t .t | join .t }}",
        "{{ splitList \"\" .t }}", "{{ regexSplit \"\" .t -1 }}", "{{ regexFindAll \"\" .t -1 }}", "{{ regexFindAll \"a\" .t -1 }}",
        "{{ split \"a\" .t }}",
        "{{ .nul | quote }}", "{{ .nul | squote }}", "{{ printf \"%q\" .nul }}", "{{ printf \"%+q\" .nul }}", "{{ printf \"%x\" .t }}",
        "{{ printf \"% #x\" .t }}", "{{ printf \"%4000000d\" 1 }}", "{{ printf \"%999999d%999999d%999999d%999999d%999999d\" 1 1 1 1 1 }}",
        "{{ html .lt }}", "{{ js .nul }}", "{{ urlquery .nul }}", "{{ .lt | html | html | html | html }}", "{{ toJson .lt }}",
        "{{ toPrettyJson .lt }}", "{{ toJson (list .lt .nul) }}", "{{ toRawJson .nul }}", "{{ toToml (dict \"a\" .nul) }}",
        "{{ toYaml .nul }}", "{{ toYaml (list .nul .nul .nul) }}", "{{ b64enc .t | b64enc | b64enc | b64enc | b64enc }}", "{{ b32enc .t }}",
        "{{ regexQuoteMeta .dots }}",
        "{{ title .t }}", "{{ snakecase .upper }}", "{{ kebabcase .upper }}", "{{ camelcase .t }}", "{{ untitle .t }}", "{{ swapcase .t }}",
        "{{ nospace .t }}", "{{ initials .t }}", "{{ upper .t }}", "{{ substr 0 -1 .t }}", "{{ trunc -5 .t }}",
        "{{ randAlphaNum 100000000 }}", "{{ until 100000000 }}", "{{ untilStep 0 100000000 1 }}", "{{ seq 100000000 }}",
        "{{ cat .t .t .t .t }}", "{{ print .t .t .t .t .t .t .t .t .t }}", "{{ println .t .t .t .t .t }}",
        "{{ $l := list .t }}{{ range until 30 }}{{ $l = concat $l $l }}{{ end }}{{ $l | toJson }}",
        "{{ $d := dict }}{{ range until 30 }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ $d | toYaml }}",
        "{{ $d := dict }}{{ range until 30 }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ deepCopy $d | len }}",
        "{{ $s := .t }}{{ range until 40 }}{{ $s = print $s $s }}{{ end }}",
        "{{ $s := .t }}{{ range until 40 }}{{ $s = cat $s $s }}{{ end }}",
        "{{ chunk 1 (until 100000) | toJson }}", "{{ .t | toString | toString | b64enc | b64dec }}", "{{ plural .t .t 2 }}",
        "{{ tpl .t . }}", "{{ range until 100000 }}{{ $.t }}{{ end }}", "{{ sha256sum .t }}", "{{ abbrev 100 .t }}",
        "{{ shuffle .t }}", "{{ ternary .t .t true }}", "{{ merge (dict) (dict \"a\" .t) }}",
        "{{ fromJson (printf \"[%s1]\" (repeat 100000 \"1,\")) }}",
        "{{ fromJsonArray (printf \"[%s1]\" (repeat 200000 \"1,\")) | len }}", "{{ fromYaml .t }}",
        "{{ fromYaml (printf \"a: %s\" .lt) | toYaml }}",
        "{{ fromYamlArray (printf \"[%s1]\" (repeat 200000 \"1,\")) | toYaml }}",
        "{{ fromToml (printf \"a = [%s1]\" (repeat 200000 \"1,\")) | toToml }}",
    }.Select(template => new TheoryDataRow<string>(template));

    [Theory, MemberData(nameof(Multiplying))]
    public void A_text_that_grows_ends_at_the_limits(string template)
    {
        // What the first execution alone pays for is none of the template's.
        Execute("{{ .t | trunc 1 | quote | toJson | toYaml | html | regexReplaceAll \"a\" \"b\" }}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Execute(template);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken <= (long)MostTimes * Limit, $"{taken / 1024} kB, {(double)taken / Limit:F1} times the limit");
    }

    private static void Execute(string template)
    {
        var options = Templates.Options with
        {
            Limits = new() { MaxSteps = 3_000_000, MaxFunctionBytes = Limit, MaxOutputBytes = Limit, MaxTplDepth = 20 },
        };
        var set = new TemplateSet("gotpl", Functions);
        set.Parse("t", Encoding.UTF8.GetBytes(template));
        try
        {
            set.Execute("t", Data, new Discarding(), options, TestContext.Current.CancellationToken);
        }
        catch (TemplateException)
        {
            // At a limit, or for a function that this dialect does not have.
        }
    }

    private static readonly Value Data = KubernetesYaml.Read(
        Encoding.UTF8.GetBytes(
            $"t: {new string('a', 1_000_000)}\nlt: '{new string('<', 1_000_000)}'\nlines: " +
            $"\"{string.Concat(Enumerable.Repeat("\\n", 10_000))}\"\n"
            + $"nul: \"{string.Concat(Enumerable.Repeat("\\x01", 1_000_000))}\"\nupper: {new string('A', 1_000_000)}\ndots: " +
                $"'{new string('.', 1_000_000)}'\n"),
        new());

    private sealed class Discarding : IBufferWriter<byte>
    {
        private byte[] _room = new byte[4096];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint);

        private byte[] Room(int sizeHint) => _room.Length >= sizeHint ? _room : _room = new byte[sizeHint];
    }
}
