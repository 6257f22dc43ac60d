using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;

namespace SecretsKit.Tests.Age;

public sealed class AgeIdentitySourcesTests : IDisposable
{
    private const string A1 = "AGE-SECRET-KEY-1MU9ZD23CUC2SWH07PXDQXUY85HVWNXQKW38ELHMXXGMWUH88JLEQGR6F2S";
    private const string A2 = "AGE-SECRET-KEY-1DC2DLYK093YJUFDRDH000SC4AGQ420PUPKGYG9LW257P0TE8ET2QYJ7G85";
    private const string A1Recipient = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";
    private const string A2Recipient = "age1eshv0zazp4c07ycwqx5a8t9kpsatetdmdpp64gcuvev5h588fdpqthapk2";
    private const string Passphrase = "golden-passphrase-canary";

    private readonly AgeSourcesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(A1)]
    [InlineData(A2 + "\n" + A1)]
    [InlineData(A2 + " \t" + A1)]
    [InlineData("# a comment with words\r\n\r\n" + A1 + "\r\n")]
    public async Task A_variable_holds_identities_on_lines_or_apart_by_white_space(string value) => await Opens(("SOPS_AGE_KEY", value));

    [Fact]
    public async Task A_file_is_found_from_the_working_directory()
    {
        _fixture.Write("id.txt", "# created: today\n\n" + A1);
        await Opens(("SOPS_AGE_KEY_FILE", "id.txt"));
    }

    [Fact]
    public async Task The_user_file_stands_in_the_configuration_folder()
    {
        _fixture.Write("cfg/sops/age/keys.txt", A1 + "\n");
        await Opens(("XDG_CONFIG_HOME", Path.Combine(_fixture.Folder, "cfg")));
    }

    [Fact]
    public async Task The_user_file_stands_below_home_otherwise()
    {
        _fixture.Write(".config/sops/age/keys.txt", A1 + "\n");
        await Opens(("HOME", _fixture.Folder));
    }

    [Fact]
    public async Task A_command_prints_identities_and_is_told_the_recipient()
    {
        _fixture.Processes.Output = A1 + "\n";
        await Opens(("SOPS_AGE_KEY_CMD", "get 'the key' \"$X\""));
        var request = Assert.Single(_fixture.Processes.Requests);
        Assert.Equal("get", request.Program);
        Assert.Equal(["the key", "$X"], request.Arguments);
        var (name, value) = Assert.Single(request.Variables);
        Assert.Equal(("SOPS_AGE_RECIPIENT", A1Recipient), (name, value.RevealText()));
        Assert.Equal(StreamRoute.Null, request.InputFrom);
    }

    [Fact]
    public async Task A_command_runs_once_for_each_recipient()
    {
        _fixture.Processes.Output = A1 + "\n" + A2;
        var service = _fixture.Service(("SOPS_AGE_KEY_CMD", "get"));
        foreach (var recipient in (string[])[A1Recipient, A2Recipient, A1Recipient])
        {
            var result = await AgeSourcesFixture.UnwrapAsync(service, recipient, await _fixture.SealAsync(recipient));
            Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        }

        Assert.Equal(2, _fixture.Processes.Requests.Count);
    }

    [Fact]
    public async Task Nothing_is_run_or_asked_to_wrap()
    {
        using var part = new KeyPart(new byte[32]);
        await _fixture.Service(("SOPS_AGE_KEY_CMD", "get"))
            .WrapAsync(new AgeMasterKey(A1Recipient), part, TestContext.Current.CancellationToken);
        Assert.Empty(_fixture.Processes.Requests);
    }

    [Theory]
    [InlineData("ssh/id_ed25519", "ed")]
    [InlineData("ssh/id_rsa", "rsa")]
    public async Task Ssh_keys_open_from_a_file_a_command_and_home(string file, string name)
    {
        var recipient = TestKeys.Public(name);
        var enc = await _fixture.SealAsync(recipient);
        var key = TestKeys.Read(file);
        _fixture.Write("key", key);
        _fixture.Write(".ssh/" + Path.GetFileName(file), key);
        _fixture.Processes.Output = key;
        foreach (
            var variable in (
                (string, string)[])[("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "key"), ("SOPS_AGE_SSH_PRIVATE_KEY_CMD", "get"), (
                    "HOME", _fixture.Folder)])
        {
            var result = await AgeSourcesFixture.UnwrapAsync(_fixture.Service(variable), recipient, enc);
            Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        }
    }

    [Fact]
    public async Task One_bad_source_does_not_stop_the_others()
    {
        _fixture.Write("id.txt", A1);
        await Opens(("SOPS_AGE_KEY", "hello"), ("SOPS_AGE_KEY_FILE", "id.txt"), ("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "none"));
    }

    [Theory]
    [InlineData("SOPS_AGE_KEY")]
    [InlineData("SOPS_AGE_KEY_FILE")]
    [InlineData("SOPS_AGE_KEY_CMD")]
    public async Task Hybrid_identities_come_from_every_source(string variable)
    {
        var text = TestKeys.Read("age/pq.txt");
        _fixture.Write("pq.txt", text);
        _fixture.Processes.Output = text;
        var value = variable switch { "SOPS_AGE_KEY" => A1 + "\n" + text, "SOPS_AGE_KEY_FILE" => "pq.txt", _ => "get" };
        using var identity = HybridIdentity.ParseNative(
            text.Split('\n').First(line => line.StartsWith("AGE-SECRET-KEY-PQ-1", StringComparison.Ordinal)));
        var recipient = identity.Recipient.ToString();
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service((variable, value)), recipient, await _fixture.SealAsync(recipient));
        Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
    }

    [Fact]
    public async Task Plugins_are_asked_when_no_identity_of_our_own_fits()
    {
        const string Plugin = "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7";
        await Opens(("SOPS_AGE_KEY", Plugin + "\n" + A1));
        Assert.Empty(_fixture.Plugins.Requests);
        _fixture.Plugins.Output = "-> done\n\n"u8.ToArray();
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("SOPS_AGE_KEY", Plugin)), A1Recipient, await _fixture.SealAsync(A1Recipient));
        Assert.Equal(UnwrapOutcome.NoMatch, result.Attempt.Outcome);
        Assert.Contains(
            "identity did not match any of the recipients: rec plugin: incorrect identity for recipient block",
            result.Attempt.Detail,
            StringComparison.Ordinal);
        Assert.Equal("age-plugin-rec", Assert.Single(_fixture.Plugins.Requests).Program);
    }

    [Theory]
    [InlineData(AgeEncoding.Armor)]
    [InlineData(AgeEncoding.Binary)]
    public async Task An_identity_file_behind_a_passphrase_asks_once(AgeEncoding encoding)
    {
        await WriteProtectedAsync(encoding);
        _fixture.Prompt.Answer = Passphrase;
        var service = _fixture.Service(("SOPS_AGE_KEY_FILE", "id.age"));
        var enc = await _fixture.SealAsync(A1Recipient);
        Assert.Empty(_fixture.Prompt.Asked);
        Assert.Equal(UnwrapOutcome.Unwrapped, (await AgeSourcesFixture.UnwrapAsync(service, A1Recipient, enc)).Attempt.Outcome);
        Assert.Equal(UnwrapOutcome.Unwrapped, (await AgeSourcesFixture.UnwrapAsync(service, A1Recipient, enc)).Attempt.Outcome);
        Assert.Equal(["Enter passphrase for identity 'SOPS_AGE_KEY_FILE': "], _fixture.Prompt.Asked);
    }

    [Fact]
    public async Task Whether_a_key_is_at_hand_is_found_out_without_a_question()
    {
        await WriteProtectedAsync(AgeEncoding.Armor);
        _fixture.Prompt.Answer = Passphrase;
        var service = _fixture.Service(("SOPS_AGE_KEY_FILE", "id.age"));
        var wrapped = new WrappedKey(new AgeMasterKey(A1Recipient), await _fixture.SealAsync(A1Recipient), null);
        Assert.Null(await service.HoldsAsync(wrapped, TestContext.Current.CancellationToken));
        Assert.True(await _fixture.Service(("SOPS_AGE_KEY", A1)).HoldsAsync(wrapped, TestContext.Current.CancellationToken));
        Assert.Empty(_fixture.Prompt.Asked);
    }

    [Fact]
    public async Task A_native_identity_that_fits_spares_the_question()
    {
        await WriteProtectedAsync(AgeEncoding.Armor);
        var service = _fixture.Service(("SOPS_AGE_KEY_FILE", "id.age"), ("SOPS_AGE_KEY", A1));
        Assert.Equal(
            UnwrapOutcome.Unwrapped,
            (await AgeSourcesFixture.UnwrapAsync(service, A1Recipient, await _fixture.SealAsync(A1Recipient))).Attempt.Outcome);
        Assert.Empty(_fixture.Prompt.Asked);
    }

    [Theory]
    [InlineData("wrong", "incorrect passphrase")]
    [InlineData("", "failed to decrypt identity file: passphrase can't be empty")]
    [InlineData(
        null,
        "failed to decrypt identity file: could not read passphrase: standard input is not a terminal, "
            + "and /dev/tty is not available: open /dev/tty: no such device or address")]
    public async Task A_passphrase_that_does_not_open_is_told_and_not_asked_for_again(string? answer, string cause)
    {
        await WriteProtectedAsync(AgeEncoding.Armor);
        _fixture.Prompt.Answer = answer;
        var service = _fixture.Service(("SOPS_AGE_KEY_FILE", "id.age"));
        for (var i = 0; i < 2; i++)
        {
            var result = await AgeSourcesFixture.UnwrapAsync(service, A1Recipient, await _fixture.SealAsync(A1Recipient));
            Assert.Equal(UnwrapOutcome.Denied, result.Attempt.Outcome);
            Assert.Equal(
                $"failed to create reader for decrypting sops data key with age: {cause}. Did not find keys in locations " +
                "'SOPS_AGE_SSH_PRIVATE_KEY_FILE', "
                + "'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', '/h/.ssh/id_rsa', 'SOPS_AGE_KEY', and 'SOPS_AGE_KEY_CMD'.",
                result.Attempt.Detail);
        }

        Assert.Single(_fixture.Prompt.Asked);
    }

    [Fact]
    public async Task No_failure_tells_an_identity_or_a_passphrase()
    {
        // The last letters of each secret, which no message can hold by chance.
        string[] canaries = ["88JLEQGR6F2", "8ET2QYJ7G8", Passphrase, "PRIVATE KEY", "b3BlbnNzaC1"];
        await WriteProtectedAsync(AgeEncoding.Armor);
        _fixture.Write("bad.txt", A1[..^1] + "\n");
        _fixture.Write("doubled.txt", A2 + " " + A1 + "\n");
        _fixture.Write("key", TestKeys.Read("ssh/id_rsa").Replace("AAAAB", "AAAAC", StringComparison.Ordinal));
        _fixture.Prompt.Answer = Passphrase + "x";
        var enc = await _fixture.SealAsync("age1j89xmhr4ykkqvye8wqmmfm0yxj7yh78ellnunt5atqj8t3f96dtspmhgd6");
        (string, string)[][] environments =
        [
            [("SOPS_AGE_KEY", A1)], [("SOPS_AGE_KEY", A1[1..])], [("SOPS_AGE_KEY", A1.Replace('6', 'b'))], [(
                "SOPS_AGE_KEY_FILE", "bad.txt")],
            [("SOPS_AGE_KEY_FILE", "doubled.txt")], [("SOPS_AGE_KEY_FILE", "id.age")], [("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "key")],
            [("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "bad.txt")], [("SOPS_AGE_KEY_FILE", "key")],
        ];
        foreach (var environment in environments)
        {
            var result = await AgeSourcesFixture.UnwrapAsync(_fixture.Service(environment), A1Recipient, enc);
            Assert.Null(result.Part);
            Assert.All(
                canaries, canary => Assert.DoesNotContain(canary, result.Attempt.Detail + result, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Nothing_that_holds_a_secret_prints_it()
    {
        using var identity = X25519Identity.Generate(RandomSource.System);
        using var scrypt = new ScryptIdentity(new SecretBytes("secret"u8));
        Assert.Equal("X25519Identity(***)", identity.ToString());
        Assert.Equal("ScryptIdentity(***)", scrypt.ToString());
        Assert.Equal(
            "SshRsaIdentity(***)",
            Providers.Age.Ssh.SshPrivateKeys.Parse(Encoding.ASCII.GetBytes(TestKeys.Read("ssh/id_rsa")), RandomSource.System).ToString());
    }

    private async Task Opens(params (string Name, string Value)[] variables)
    {
        var result = await AgeSourcesFixture.UnwrapAsync(_fixture.Service(variables), A1Recipient, await _fixture.SealAsync(A1Recipient));
        Assert.Equal("", result.Attempt.Detail);
        Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
    }

    private async Task WriteProtectedAsync(AgeEncoding encoding)
    {
        using var passphrase = new SecretBytes(Encoding.UTF8.GetBytes(Passphrase));
        var file = await AgeFile.EncryptAsync(
            Encoding.ASCII.GetBytes(
                "# mine\n" + A1
                    + "\n"), [new ScryptRecipient(
                        passphrase, workFactor: 4)], encoding, RandomSource.System, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(_fixture.Folder, "id.age"), file);
    }
}
