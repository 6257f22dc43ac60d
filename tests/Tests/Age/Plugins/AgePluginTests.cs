using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Age.Plugins;

/// <summary>The conversation with a plugin, against one that says what it is told to.</summary>
public sealed class AgePluginTests
{
    private const string Recipient = "age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz";
    private const string Identity = "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7";
    private const string Wrapped = "-> recipient-stanza 0 rec v1\nAAAA\n";
    private const string Done = "-> done\n\n";

    private readonly ScriptedPlugins _processes = new();
    private readonly List<string> _shown = [];
    private ScriptedTerminal _terminal = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plugin_is_started_by_its_name_in_the_temporary_folder_without_our_identities()
    {
        await WrapAsync(Wrapped + Done);
        var request = Assert.Single(_processes.Requests);
        Assert.Equal("age-plugin-rec", request.Program);
        Assert.Equal(["--age-plugin=recipient-v1"], request.Arguments);
        Assert.Equal("/tmp/t", request.Environment.WorkingDirectory);
        Assert.Equal(StreamRoute.Null, request.ErrorTo);
        Assert.DoesNotContain("SOPS_AGE_KEY", request.Environment.Inherited.Keys);
        Assert.Contains("PATH", request.Environment.Inherited.Keys);
        Assert.Equal(1, _processes.Ended);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task The_pieces_in_which_output_comes_do_not_matter(int pieceSize)
    {
        _processes.PieceSize = pieceSize;
        var body = new byte[96];
        var text = new StringBuilder();
        AgeStanzaText.Write(text, new AgeStanza("recipient-stanza", ["0", "rec", "two"], body));
        var stanzas = await WrapAsync(Wrapped + text + Done);
        Assert.Equal(["rec v1", "rec two"], stanzas.Select(stanza => stanza.Type + " " + string.Join(' ', stanza.Arguments)));
        Assert.Equal(body, stanzas[1].Body);
    }

    [Theory]
    [InlineData("", "failed to read line: EOF")]
    [InlineData("-> recipient-stanza 0 rec\n", "failed to read line: EOF")]
    [InlineData("hello\n", "malformed stanza opening line: \"hello\\n\"")]
    [InlineData("->\n", "malformed stanza: the words of the opening line are not printable ASCII with a space between them")]
    [InlineData("-> a  b\n\n", "malformed stanza: the words of the opening line are not printable ASCII with a space between them")]
    [InlineData("-> msg\n!\n", "malformed body line: illegal base64 data at input byte 0")]
    [InlineData("-> msg\r\n\n", "malformed stanza: the words of the opening line are not printable ASCII with a space between them")]
    [InlineData(Done, "received zero recipient stanzas")]
    [InlineData("-> recipient-stanza 0\n\n" + Done, "malformed recipient stanza: unexpected argument count")]
    [InlineData("-> recipient-stanza x rec\n\n" + Done, "malformed recipient stanza: invalid index")]
    [InlineData("-> recipient-stanza 1 rec\n\n" + Done, "malformed recipient stanza: unexpected index")]
    [InlineData("-> labels a\n\n-> labels a\n\n" + Done, "repeated labels stanza")]
    [InlineData("-> error internal\nAA\n", "?")]
    [InlineData("-> error internal\n\n", "an error without a message")]
    [InlineData("-> confirm\n\n", "malformed confirm stanza: unexpected arguments")]
    [InlineData("-> confirm !!\n\n", "malformed confirm stanza: arguments are not base64")]
    public async Task What_breaks_the_protocol_is_named(string output, string message)
    {
        var e = await Assert.ThrowsAsync<AgeException>(() => WrapAsync(output));
        Assert.Equal((AgeFailure.Plugin, "rec plugin: " + message), (e.Failure, e.Message));
        Assert.Equal(1, _processes.Ended);
    }

    [Theory]
    [InlineData("-> file-key\n\n", "malformed file-key stanza: unexpected arguments count")]
    [InlineData("-> file-key 2\n\n", "malformed file-key stanza: unexpected index")]
    [InlineData("-> file-key 0\nAAAA\n-> file-key 0\nAAAA\n", "received duplicated file-key stanza")]
    [InlineData("-> file-key 0\nNEVERSHOWN!\n", "malformed body line: illegal base64 data at input byte 10")]
    public async Task A_file_key_comes_once_and_is_never_repeated_in_messages(string output, string message)
    {
        var e = await Assert.ThrowsAsync<AgeException>(() => UnwrapAsync(output));
        Assert.Equal("rec plugin: " + message, e.Message);
        Assert.DoesNotContain("NEVERSHOWN", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_commands_bytes_and_long_lines_end_the_conversation()
    {
        async Task<string> Message(string output) => (await Assert.ThrowsAsync<AgeException>(() => WrapAsync(output))).Message;
        Assert.Equal("rec plugin: sent more than 1000 commands", await Message(string.Concat(Enumerable.Repeat("-> msg\n\n", 1001))));
        Assert.Equal("rec plugin: a line is longer than 65536 bytes", await Message("-> msg " + new string('a', 100_000)));
        Assert.Equal(
            "rec plugin: a body is longer than 65536 bytes",
            await Message("-> msg\n" + string.Concat(Enumerable.Repeat(new string('A', 64) + "\n", 2000))));
        var large = "-> msg\n" + string.Concat(Enumerable.Repeat(new string('A', 64) + "\n", 1300)) + "\n";
        Assert.Equal("rec plugin: sent more than 8388608 bytes", await Message(string.Concat(Enumerable.Repeat(large, 110))));
    }

    [Fact]
    public async Task Messages_are_shown_without_what_draws_on_a_terminal()
    {
        await WrapAsync(Stanza("msg", "touch \u001b[2J\u202e it\u0007\n") + Wrapped + Done);
        Assert.Equal(["rec plugin: touch ?[2J? it?"], _shown);
        Assert.Contains("-> done\n\n-> ok\n\n-> ok\n\n", _processes.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_are_put_and_answered()
    {
        _terminal = new("1234", "somebody", "2", "1", "\n");
        await WrapAsync(
            Stanza("request-secret", "PIN") + Stanza("request-public", "Name")
            + Stanza("confirm R28gb24 U3RvcA", "Go?") + Stanza("confirm R28gb24 U3RvcA", "Go?") + Stanza("confirm T0s", "Continue?")
            + Wrapped + Done);
        Assert.Equal(
            ["PIN ", "Name ", "Go? (press [1] for \"Go on\" or [2] for \"Stop\") ", "Go? (press [1] for \"Go on\" or [2] for \"Stop\") ",
                "Continue? (press enter for \"OK\") "],
            _terminal.Asked);
        Assert.EndsWith(
            "-> done\n\n-> ok\nMTIzNA\n-> ok\nc29tZWJvZHk\n-> ok no\n\n-> ok yes\n\n-> ok yes\n\n-> ok\n\n", _processes.Received,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_plugin_decides_what_that_means()
    {
        await WrapAsync(
            Stanza("request-secret", "PIN") + Stanza("request-public", "Name") + Stanza("confirm T0s", "Continue?") + Wrapped + Done);
        Assert.EndsWith("-> done\n\n-> fail\n\n-> fail\n\n-> fail\n\n-> ok\n\n", _processes.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_of_later_versions_and_grease_are_answered_as_unsupported()
    {
        await WrapAsync(Stanza("grease-4711 a b c", "x") + Stanza("file-key 0", "x") + Wrapped + Done);
        Assert.EndsWith("-> done\n\n-> unsupported\n\n-> unsupported\n\n-> ok\n\n", _processes.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_identities_are_tried_when_a_plugin_fails()
    {
        using var native = X25519Identity.Generate(RandomSource.System);
        var file = await AgeFile.EncryptAsync("x"u8.ToArray(), [native.Recipient], AgeEncoding.Binary, RandomSource.System, Token);
        _processes.Output = Encoding.ASCII.GetBytes(Stanza("error internal", "not plugged in"));
        using var plugin = AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Identity), Plugins());
        using var other = AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Identity), Plugins());
        Assert.Equal("x"u8.ToArray(), await AgeFile.DecryptAsync(file, [plugin, native], AgeEncoding.Binary, Token));
        Assert.Empty(_processes.Requests);
        using var stranger = X25519Identity.Generate(RandomSource.System);
        var e = await Assert.ThrowsAsync<AgeException>(
            async () => await AgeFile.DecryptAsync(file, [plugin, stranger, other], AgeEncoding.Binary, Token));
        Assert.Equal("rec plugin: not plugged in", e.Message);
        Assert.Equal(2, _processes.Requests.Count);
    }

    [Fact]
    public async Task Labels_keep_recipients_of_different_strength_apart()
    {
        _processes.Output = Encoding.ASCII.GetBytes("-> labels postquantum\n\n" + Wrapped + Done);
        using var native = X25519Identity.Generate(RandomSource.System);
        using var hybrid = HybridIdentity.Generate(RandomSource.System);
        var plugin = AgeRecipient.Parse(Recipient, Plugins());
        var e = await Assert.ThrowsAsync<AgeException>(async () =>
            await AgeFile.EncryptAsync("x"u8.ToArray(), [native.Recipient, plugin], AgeEncoding.Binary, RandomSource.System, Token));
        Assert.Equal("incompatible recipients: they do not offer the same protection", e.Message);
        Assert.NotEmpty(await AgeFile.EncryptAsync("x"u8.ToArray(), [plugin, plugin], AgeEncoding.Binary, RandomSource.System, Token));
    }

    [Theory]
    [InlineData("age1../sh1", "../sh")]
    [InlineData("age1a/b1", "a/b")]
    [InlineData("age1a b1", null)]
    public void A_name_that_is_a_path_is_no_name(string prefix, string? name)
    {
        var text = Bech32.Encode(prefix[..^1], [1, 2, 3]);
        var e = Assert.Throws<AgeException>(() => AgeRecipient.Parse(text));
        Assert.StartsWith(
            "failed to parse input as age key from age plugin: "
                + (name is null ? "invalid recipient encoding " : $"invalid plugin name: \"{name}\""), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T8", "invalid plugin identity encoding: invalid checksum")]
    [InlineData("AGE-PLUGIN-1QQ", "invalid plugin identity encoding: separator '1' at invalid position: pos=11, len=14")]
    public void An_identity_that_cannot_be_parsed_is_not_shown(string text, string message)
    {
        var e = Assert.Throws<AgeException>(() => AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(text)));
        Assert.Equal((AgeFailure.Identity, message), (e.Failure, e.Message));
    }

    [Theory]
    [InlineData("AGE-PLUGIN-A/B-")]
    [InlineData("AGE-PLUGIN--")]
    [InlineData("AGE-PLUGIN-REC")]
    public void An_identity_names_a_plugin(string prefix)
    {
        var text = Encoding.ASCII.GetBytes(Bech32.Encode(prefix, [1, 2, 3]));
        Assert.Equal("invalid plugin name", Assert.Throws<AgeException>(() => AgeIdentityFile.ParseOne(text)).Message);
    }

    [Fact]
    public void A_recipient_keeps_its_text_and_an_identity_hides_it()
    {
        Assert.Equal(Recipient, AgeRecipient.Parse($" {Recipient}\n").ToString());
        Assert.Equal("AgePluginIdentity(***)", AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Identity)).ToString());
    }

    [Fact]
    public async Task Cancellation_ends_the_conversation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var fileKey = new Core.Secrets.SecretBytes(new byte[16]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await AgeRecipient.Parse(Recipient, Plugins()).WrapAsync(fileKey, RandomSource.System, cancelled.Token));
        Assert.Equal(1, _processes.Ended);
    }

    private static string Stanza(string command, string text)
    {
        var words = command.Split(' ');
        var result = new StringBuilder();
        AgeStanzaText.Write(result, new AgeStanza(words[0], words[1..], Encoding.UTF8.GetBytes(text)));
        return result.ToString();
    }

    private AgePlugins Plugins()
    {
        var environment = new HostEnvironment([new("PATH", "/bin"), new("TMPDIR", "/tmp/t"), new("SOPS_AGE_KEY", "x")], "/");
        return new AgePlugins(environment, _processes, _terminal, _shown.Add, TimeProvider.System);
    }

    private async Task<IReadOnlyList<AgeStanza>> WrapAsync(string output)
    {
        _processes.Output = Encoding.ASCII.GetBytes(output);
        using var fileKey = new Core.Secrets.SecretBytes(new byte[16]);
        return await AgeRecipient.Parse(Recipient, Plugins()).WrapAsync(fileKey, RandomSource.System, Token);
    }

    private async Task UnwrapAsync(string output)
    {
        _processes.Output = Encoding.ASCII.GetBytes(output);
        using var identity = AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Identity), Plugins());
        using var key = await identity.UnwrapAsync([new AgeStanza("rec", [], [])], Token);
    }
}
