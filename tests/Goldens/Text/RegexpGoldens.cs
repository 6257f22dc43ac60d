using System.Text.Json;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

public sealed class RegexpGoldens
{
    private static readonly Dictionary<string, JsonElement[]> Files = new()
    {
        ["regexp.jsonl"] = Load("regexp.jsonl"),
        ["regexp-random.jsonl"] = Load("regexp-random.jsonl"),
    };

    public static IEnumerable<TheoryDataRow<string, int>> Rows =>
        Files.SelectMany(file => Enumerable.Range(0, file.Value.Length).Select(i => new TheoryDataRow<string, int>(file.Key, i)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Expressions_match_as_go_matches_them(string file, int index)
    {
        var row = Files[file][index];
        var pattern = row.GetProperty("pattern").Bytes();
        if (row.Text("error") is { } error)
        {
            Assert.Equal(error, Assert.Throws<RegexpSyntaxException>(() => Re2.Compile(pattern)).Message);
            return;
        }

        var expression = Re2.Compile(pattern);
        var input = row.GetProperty("input").Bytes();
        Assert.Equal(Show(row.GetProperty("matches")), Show(expression.FindAll(input)));
        Assert.Equal(row.GetProperty("matches").GetArrayLength() > 0, expression.IsMatch(input));
        foreach (var column in row.EnumerateObject())
        {
            switch (column.Name)
            {
                case "names":
                    Assert.Equal(column.Value.EnumerateArray().Select(name => name.GetString()), expression.GroupNames);
                    break;
                case "replaced":
                    Assert.Equal(column.Value.Bytes(), expression.ReplaceAll(input, "<$0|${1}>"u8));
                    break;
                case "literal":
                    Assert.Equal(column.Value.Bytes(), expression.ReplaceAllLiteral(input, "$0"u8));
                    break;
                case "split":
                    Assert.Equal(
                        Items(column.Value).Select(part => Convert.ToHexString(part.Bytes())),
                        expression.Split(input).Select(range => Convert.ToHexString(input.AsSpan(range))));
                    break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_automaton_and_the_backtracker_agree(string file, int index)
    {
        var row = Files[file][index];
        if (row.Text("error") is not null)
        {
            return;
        }

        var (root, names) = RegexpParser.Parse(row.GetProperty("pattern").Bytes());
        var program = RegexpCompiler.Compile(root, names.Length - 1);
        var input = row.GetProperty("input").Bytes();
        var (automaton, wholeAutomaton) = (new RegexpAutomaton(program, null), new RegexpAutomaton(program, null));
        var (wholeByBacktracker, wholeByAutomaton) = (new int[RegexpProgram.WholeSlots], new int[RegexpProgram.WholeSlots]);
        for (var start = 0; start <= input.Length; start++)
        {
            var expected = new int[program.SlotCount];
            var actual = new int[program.SlotCount];
            var found = RegexpBacktracker.Run(program, input, start, expected, out _);
            Assert.Equal(found, automaton.Run(input, start, actual));
            if (found)
            {
                Assert.Equal(expected, actual);
            }

            // Without groups, as most callers search.
            Assert.Equal(found, RegexpBacktracker.Run(program, input, start, wholeByBacktracker, out _));
            Assert.Equal(found, wholeAutomaton.Run(input, start, wholeByAutomaton));
            if (found)
            {
                Assert.Equal(expected[..2], wholeByBacktracker);
                Assert.Equal(expected[..2], wholeByAutomaton);
            }
        }
    }

    // Go writes a slice without elements as null.
    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Null
        ? Enumerable.Empty<JsonElement>()
        : list.EnumerateArray();

    private static string Show(IEnumerable<int[]> matches) => string.Join(' ', matches.Select(match => $"[{string.Join(',', match)}]"));

    private static string Show(JsonElement matches) =>
        Show(matches.EnumerateArray().Select(match => match.EnumerateArray().Select(offset => offset.GetInt32()).ToArray()));

    private static JsonElement[] Load(string file) =>
        [.. File.ReadLines(Path.Combine(GoTextData.Folder, file)).Select(line => JsonDocument.Parse(line).RootElement)];
}
