using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Age;

/// <summary>A real gpg-agent in a home of its own, with a pinentry that does what a file says.</summary>
public sealed class GpgAgentTests : IAsyncDisposable
{
    private const string Passphrase = "100% Grüße + ok";
    private const string Cancelled = "ERR 83886179 Operation cancelled <Pinentry>";

    private readonly TestFolder _folder = new();
    private readonly ProcessRunner _runner = new();
    private readonly HostEnvironment _environment;
    private readonly X25519Identity _identity = X25519Identity.Generate(RandomSource.System);
    private ScriptedTerminal _terminal = new();

    public GpgAgentTests()
    {
        _environment = HostEnvironment.FromProcess().WithWorkingDirectory(_folder.Path).WithVariables(
        [
            new("GNUPGHOME", _folder.Path), new("HOME", "/h"), new("SOPS_AGE_KEY_FILE", "id.age"), new("SOPS_AGE_KEY", null), new(
                "XDG_CONFIG_HOME", null),
        ]);
        Use("pinentry.sh");
        var script = _folder.Write(
            "pinentry.sh",
            $"""
            #!/bin/sh
            echo OK ready
            while read -r line; do
              echo "$line" >>{_folder.Path}/asked
              case "$line" in
                GETPIN*) cat {_folder.Path}/answer ;;
                BYE*) echo OK; exit ;;
                *) echo OK ;;
              esac
            done

            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Answer(Passphrase);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Asked => File.Exists(Path.Combine(_folder.Path, "asked"))
        ? File.ReadLines(Path.Combine(_folder.Path, "asked")).Count(line => line.StartsWith("GETPIN", StringComparison.Ordinal))
        : 0;

    public async ValueTask DisposeAsync()
    {
        await RunAsync("gpgconf", "--kill", "all");
        _identity.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_agent_asks_once_and_remembers()
    {
        await LaunchAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((UnwrapOutcome.Unwrapped, ""), await OpenAsync());
        }

        Assert.Equal(1, Asked);
        Assert.Empty(_terminal.Asked);
        var said = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "asked"), Token);
        Assert.Contains("SETDESC Enter passphrase for identity 'SOPS_AGE_KEY_FILE':", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_answer_is_told_and_forgotten()
    {
        await LaunchAsync();
        Answer("wrong");
        var (outcome, detail) = await OpenAsync();
        Assert.Equal(UnwrapOutcome.Denied, outcome);
        Assert.StartsWith(
            "failed to create reader for decrypting sops data key with age: incorrect passphrase. Did not",
            detail,
            StringComparison.Ordinal);
        Answer(Passphrase);
        Assert.Equal((UnwrapOutcome.Unwrapped, ""), await OpenAsync());
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Cancelling_the_question_is_an_answer()
    {
        await LaunchAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "answer"), Cancelled + "\n", Token);
        _terminal = new(Passphrase);
        var (outcome, detail) = await OpenAsync();
        Assert.Equal(UnwrapOutcome.Denied, outcome);
        Assert.Contains("the question for the passphrase was cancelled", detail, StringComparison.Ordinal);
        Assert.Empty(_terminal.Asked);
    }

    [Fact]
    public async Task An_agent_that_cannot_ask_leaves_it_to_the_terminal()
    {
        Use("missing");
        await LaunchAsync();
        _terminal = new(Passphrase);
        Assert.Equal((UnwrapOutcome.Unwrapped, ""), await OpenAsync());
        Assert.Equal(["Enter passphrase for identity 'SOPS_AGE_KEY_FILE': "], _terminal.Asked);
        var (outcome, detail) = await OpenAsync();
        Assert.Equal(UnwrapOutcome.Denied, outcome);
        Assert.Contains("could not read passphrase: gpg-agent: No pinentry", detail, StringComparison.Ordinal);
        Assert.Contains(", and standard input is not a terminal", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_agent_none_is_started()
    {
        _terminal = new(Passphrase);
        Assert.Equal((UnwrapOutcome.Unwrapped, ""), await OpenAsync());
        Assert.Single(_terminal.Asked);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "S.gpg-agent")));
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_on_is_no_agent()
    {
        await LaunchAsync();
        var process = (await RunAsync("gpg-connect-agent", "--no-autostart", "GETINFO pid", "/bye")).Split(' ', '\n')[1];
        await RunAsync("kill", "-9", process);
        _terminal = new(Passphrase);
        Assert.Equal((UnwrapOutcome.Unwrapped, ""), await OpenAsync());
        Assert.Single(_terminal.Asked);
    }

    [Fact]
    public async Task A_question_goes_away_when_we_are_interrupted()
    {
        await LaunchAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "pinentry.sh"), $"#!/bin/sh\ntouch {_folder.Path}/waits\nexec sleep 1000\n", Token);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var opening = OpenAsync(cancelled.Token);
        while (!File.Exists(Path.Combine(_folder.Path, "waits")))
        {
            await Task.Delay(10, Token);
        }

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private void Answer(string passphrase) =>
        File.WriteAllText(Path.Combine(_folder.Path, "answer"), $"D {passphrase.Replace("%", "%25", StringComparison.Ordinal)}\nOK\n");

    private void Use(string pinentry) => _folder.Write("gpg-agent.conf", $"pinentry-program {_folder.Path}/{pinentry}\n");

    private async Task LaunchAsync() => await RunAsync("gpgconf", "--launch", "gpg-agent");

    private Task<(UnwrapOutcome Outcome, string Detail)> OpenAsync() => OpenAsync(Token);

    private async Task<(UnwrapOutcome Outcome, string Detail)> OpenAsync(CancellationToken ct)
    {
        var path = Path.Combine(_folder.Path, "id.age");
        if (!File.Exists(path))
        {
            using var passphrase = new SecretBytes(Encoding.UTF8.GetBytes(Passphrase));
            var text = Encoding.ASCII.GetBytes(AgeKeygen.RevealIdentityFile(_identity, TimeProvider.System.GetUtcNow()));
            await File.WriteAllBytesAsync(path, await AgeKeygen.ProtectAsync(text, passphrase, RandomSource.System, ct, workFactor: 4), ct);
        }

        var plugins = new AgePlugins(_environment, _runner, _terminal, show: null, TimeProvider.System);
        using var sources = new AgeIdentitySources(_environment, _runner, _terminal, plugins, RandomSource.System, TimeProvider.System);
        var service = new AgeKeyService(sources, plugins, RandomSource.System);
        var key = new AgeMasterKey(_identity.Recipient.ToString());
        using var part = new KeyPart(new byte[32]);
        var result = await service.UnwrapAsync(new WrappedKey(key, await service.WrapAsync(key, part, ct), null), ct);
        result.Part?.Dispose();
        return (result.Attempt.Outcome, result.Attempt.Detail);
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var result = await _runner.RunAsync(
            new() { Program = program, Arguments = arguments, Environment = _environment }, CancellationToken.None);
        Assert.True(result.Succeeded, program + ": " + Encoding.UTF8.GetString(result.Error.Span));
        return Encoding.UTF8.GetString(result.Output.Span);
    }
}
