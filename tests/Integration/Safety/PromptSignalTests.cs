using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// A signal while a question is on the terminal ends the command: nothing was run or written, and the terminal is as it was.
/// </summary>
public sealed class PromptSignalTests : IDisposable
{
    private const string ForOther = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        // Ctrl-C on the terminal, and signals from elsewhere.
        foreach (var how in (string[])["printf '\\003'", "kill -INT $(cat $HOME/pid)", "kill -TERM $(cat $HOME/pid)"])
        {
            data.Add(how, "assphrase", "sops exec-env f.yaml 'touch $HOME/ran'");
            data.Add(how, "assphrase", "sops exec-file f.yaml 'touch $HOME/ran; cat {}'");
            data.Add(how, "assphrase", "secretskit exec-env f.yaml -- touch $HOME/ran");
            data.Add(how, "assphrase", "secretskit exec-file f.yaml -- cp {} $HOME/ran");
            data.Add(how, "not shown", "secretskit set f.yaml a");
            data.Add(how, "y/n", "secretskit updatekeys f.yaml");
            data.Add(how, "y/n", "sops updatekeys f.yaml");
            data.Add(how, "new key", "secretskit keygen --passphrase --output $HOME/ran");
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_signal_ends_the_question_and_the_command(string how, string question, string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        _bench.Write(".sops.yaml", $"creation_rules:\n    - age: {_bench.Recipient},{ForOther}\n");
        if (question == "assphrase")
        {
            await ProtectKeysAsync();
        }

        var files = _bench.Everything();
        var before = _bench.Read("f.yaml");
        var program = command.StartsWith("sops ", StringComparison.Ordinal)
            ? "./" + command
            : NativeProgram.Path + command["secretskit".Length..];
        await File.WriteAllTextAsync(
            Path.Combine(_bench.Home, "line"),
            $"stty -a >$HOME/modes\ntrap '' INT\n(trap - INT; echo $BASHPID >$HOME/pid; exec {program})\necho \"status $?\"\n"
            + "stty -a | cmp -s - $HOME/modes && echo modes same || echo modes differ\n",
            TestContext.Current.CancellationToken);
        var run = await _bench.RunAsync(
            "bash",
            "-c",
            $"touch $HOME/screen; {{ until grep -q '{question}' $HOME/screen; do sleep 0.02; done; sleep 0.05; {how}; until grep -q " +
            $"'modes ' $HOME/screen; do sleep 0.02; done; }} | "
            + "script -qefc 'bash $HOME/line' /dev/null >$HOME/screen; cat $HOME/screen");
        Assert.Contains("status 130\r\nmodes same\r\n", run.OutputText, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_bench.Home, "ran")));
        Assert.Equal(before, _bench.Read("f.yaml"));
        Assert.Equal(files, _bench.Everything());
    }

    /// <summary>Puts the key of the bench behind a passphrase that nobody will type.</summary>
    private async Task ProtectKeysAsync()
    {
        var keys = Path.Combine(_bench.Home, "keys.txt");
        var plain = await File.ReadAllBytesAsync(keys, TestContext.Current.CancellationToken);
        using var passphrase = new SecretBytes(Encoding.ASCII.GetBytes("never typed"));
        await File.WriteAllBytesAsync(
            keys,
            await AgeKeygen.ProtectAsync(plain, passphrase, RandomSource.System, TestContext.Current.CancellationToken, workFactor: 10),
            TestContext.Current.CancellationToken);
    }
}
