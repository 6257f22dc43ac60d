using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>Changing commands of our own beside each other, and what they show of a value.</summary>
public sealed class ChangeTests : IDisposable
{
    private readonly CanaryRun _canaries = new();

    private Workbench Bench => _canaries.Bench;

    public void Dispose() => _canaries.Dispose();

    /// <summary>Each process sets names of its own; every change that ended well is in the file.</summary>
    [Fact]
    public async Task Hundreds_of_changes_at_once_are_all_in_the_file()
    {
        const int Writers = 6, Each = 50;
        await Bench.EncryptAsync("f.yaml", "start: 0\n");
        const string Script = """
            for i in $(seq "$2"); do
              case $(($1 % 3)) in
                0) "$0" set f.yaml "k$1_$i" "v$i" ;;
                1) ./sops set f.yaml "[\"k$1_$i\"]" "\"v$i\"" ;;
                2) "$0" set f.yaml "gone$1_$i" x && "$0" set f.yaml "k$1_$i" "v$i" && "$0" unset f.yaml "gone$1_$i" ;;
              esac >>log$1 2>&1 || echo "$1 $i"
            done
            """;
        var runs = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(writer => Bench.RunAsync("sh", "-c", Script, NativeProgram.Path, $"{writer}", $"{Each}")));
        Assert.All(runs, run => Assert.Equal((0, "", ""), (run.ExitCode, run.OutputText, run.ErrorText)));
        var expected = Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(1, Each).Select(i => $"k{writer}_{i}: v{i}"));
        var lines = (await Bench.DecryptAsync("f.yaml")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Append("start: 0").Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Bench.Everything(), entry => entry.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Commands on the whole folder, which change the same files, lose no value either; who came too late says so.</summary>
    [Fact]
    public async Task Commands_on_the_folder_beside_single_changes_lose_none()
    {
        Bench.Write(".sops.yaml", $"creation_rules:\n    - age: {Bench.Recipient}\n");
        await Bench.EncryptAsync("f.yaml", "start: 0\n");
        await Bench.EncryptAsync("g.yaml", "start: 0\n");
        const string Sets = "for i in $(seq 40); do \"$0\" set $1 k$2_$i v >/dev/null 2>&1 && echo k$2_$i; done; touch done$2";
        const string Sweeps = "until [ -e done1 ] && [ -e done2 ] && [ -e done3 ]; do \"$0\" $1 . 2>&1; done";
        var runs = await Task.WhenAll(
            Bench.RunAsync("sh", "-c", Sets, NativeProgram.Path, "f.yaml", "1"),
            Bench.RunAsync("sh", "-c", Sets, NativeProgram.Path, "f.yaml", "2"),
            Bench.RunAsync("sh", "-c", Sets, NativeProgram.Path, "g.yaml", "3"),
            Bench.RunAsync("sh", "-c", Sweeps, NativeProgram.Path, "rotate"),
            Bench.RunAsync("sh", "-c", Sweeps, NativeProgram.Path, "updatekeys --yes"));
        string[] Lines(BenchRun run) => run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] Sorted(IEnumerable<string> keys) => [.. keys.Order(StringComparer.Ordinal)];

        // A change tries again for seconds, and no command keeps another from writing: none comes too late.
        Assert.All(runs[..3], run => Assert.Equal(40, Lines(run).Length));
        Assert.Equal(Sorted([.. Lines(runs[0]), .. Lines(runs[1])]), Sorted(KeysOf(await Bench.DecryptAsync("f.yaml"))));
        Assert.Equal(Sorted(Lines(runs[2])), Sorted(KeysOf(await Bench.DecryptAsync("g.yaml"))));

        // The temporary files of the others are not files of the folder.
        Assert.All(runs, run => Assert.DoesNotContain(".tmp", run.OutputText, StringComparison.Ordinal));
    }

    /// <summary>A pipe is written to, not read first; what a shell sends to a file is written after what is there.</summary>
    [Theory]
    [InlineData("\"$0\" dec -o /dev/stdout f.yaml | cat", "a: 0\n")]
    [InlineData("\"$0\" dec -o /dev/fd/3 f.yaml 3>&1 >/dev/null | cat", "a: 0\n")]
    [InlineData("echo before >x; \"$0\" dec -o /dev/stdout f.yaml >>x; cat x", "before\na: 0\n")]
    [InlineData("mkfifo p; \"$0\" dec -o p f.yaml & cat p; wait $!", "a: 0\n")]
    public async Task Plaintext_goes_to_pipes_and_open_files(string script, string expected)
    {
        await Bench.EncryptAsync("f.yaml", "a: 0\n");
        var run = await Bench.RunAsync("sh", "-c", script, NativeProgram.Path);
        Assert.Equal((0, expected), (run.ExitCode, run.OutputText));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_for_a_locked_file()
    {
        await Bench.EncryptAsync("f.yaml", "a: 0\n");
        var before = Bench.Read("f.yaml");
        const string Script = """
            exec 9<. ; flock 9
            env --default-signal=INT "$0" set f.yaml a 1 9<&- 2>&1 &
            until ls -A | grep -q '[.]tmp$'; do :; done
            kill -INT $!; wait $!; echo $?
            """;
        var run = await Bench.RunAsync("bash", "-c", Script, NativeProgram.Path);
        Assert.EndsWith("130\n", run.OutputText, StringComparison.Ordinal);
        Assert.Equal(before, Bench.Read("f.yaml"));
        Assert.DoesNotContain(Bench.Everything(), entry => entry.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(string yaml) =>
        yaml.Split('\n').Where(line => line.StartsWith('k')).Select(line => line.Split(':')[0]);

    [Theory]
    [InlineData("f.yaml", "a: old\nb: 1\n")]
    [InlineData("f.json", "{\"a\": \"old\", \"b\": 1}\n")]
    [InlineData("f.env", "a=old\nb=1\n")]
    public async Task A_value_from_standard_input_leaves_the_program_as_ciphertext_alone(string name, string plain)
    {
        await Bench.EncryptAsync(name, plain);
        await _canaries.VerbAsync(new(Opens: name), Encoding.UTF8.GetBytes(CanaryRun.Value + "\n"), "set", name, "a");
        await _canaries.VerbAsync(new(Exit: 1, Opens: name), Encoding.UTF8.GetBytes("{" + CanaryRun.Second), "set", "--json", name, "a");
        await _canaries.VerbAsync(new(Opens: name), null, "rotate", name);
        await _canaries.VerbAsync(new(Opens: name), null, "filestatus", name);
        await _canaries.VerbAsync(new(Opens: name), null, "unset", name, "b");
        Assert.Contains(CanaryRun.Value, await Bench.DecryptAsync(name), StringComparison.Ordinal);
    }
}
