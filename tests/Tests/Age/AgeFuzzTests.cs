using System.Globalization;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Providers.Age.Ssh;
using SecretsKit.Providers.Ssh;

namespace SecretsKit.Tests.Age;

/// <summary>
/// Mutilated files, armor, identities and SSH keys are read or refused with an
/// <see cref="AgeException"/> that repeats no secret, at a cost in memory that follows the size of the input.
/// </summary>
public sealed class AgeFuzzTests
{
    private const string Secret = "AGE-SECRET-KEY-1MU9ZD23CUC2SWH07PXDQXUY85HVWNXQKW38ELHMXXGMWUH88JLEQGR6F2S";
    private const string Recipient = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";
    private const int DefaultCount = 5_000;
    private const int Seed = 20_260_103;

    private static int Count =>
        int.TryParse(
            Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : DefaultCount;

    [Theory]
    [InlineData(AgeEncoding.Binary)]
    [InlineData(AgeEncoding.Armor)]
    public async Task A_mutilated_file_gives_the_plaintext_or_nothing(AgeEncoding encoding)
    {
        var plaintext = "the plaintext"u8.ToArray();
        AgeRecipient[] recipients = [AgeRecipient.Parse(TestKeys.Public("ed")), AgeRecipient.Parse(Recipient), AgeRecipient.Parse(
            TestKeys.Public("rsa"))];
        var file = await AgeFile.EncryptAsync(plaintext, recipients, encoding, RandomSource.System, TestContext.Current.CancellationToken);
        using var identity = AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Secret));
        await RunAsync(
            [file],
            ["-> ", "--- ", "\n", "\r\n", " ", "=", "-> X25519 ", "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\n", "-----BEGIN AGE",
                "age-encryption.org/v1\n"],
            bytesPerByte: 200,
            async text =>
        {
            var opened = await AgeFile.DecryptAsync(text, [identity], AgeEncoding.Detect, TestContext.Current.CancellationToken);
            Assert.Equal(plaintext, opened);
        });
    }

    [Fact]
    public async Task Armor_that_is_accepted_has_one_text_for_its_bytes()
    {
        var seeds = ((int[])[0, 1, 47, 48, 96, 100]).Select(length => Encoding.ASCII.GetBytes(AgeArmor.Write(new byte[length]))).ToArray();
        await RunAsync(seeds, ["\n", "\r\n", " ", "=", "==", "-----END AGE ENCRYPTED FILE-----", "A"], bytesPerByte: 200, text =>
        {
            var input = AgeArmor.Read(text);
            if (input.ArmorError is null)
            {
                var normal = Encoding.Latin1.GetString(text)
                    .Replace("\r\n", "\n", StringComparison.Ordinal)
                    .Trim(' ', '\t', '\n', '\r', '\v', '\f') + "\n";
                Assert.Equal(normal, AgeArmor.Write(input.Rest.Span));
            }

            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Mutilated_identities_are_not_repeated()
    {
        var seeds = (
            byte[][])[Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(
                $"# created: x\n{Secret}\n{Secret}\n"), [.. "AGE-PLUGIN-X-1QQ\n"u8, .. Encoding.ASCII.GetBytes(Secret)]];
        await RunAsync(
            seeds, ["\n", "#", " ", "1", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1", "age1", "ssh-rsa AAAA"], bytesPerByte: 200, text =>
        {
            foreach (var identity in AgeIdentityFile.Parse(text))
            {
                identity.Dispose();
            }

            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Mutilated_recipients_are_refused()
    {
        var seeds = ((string[])[Recipient, TestKeys.Public("ed"), TestKeys.Public("rsa")]).Select(Encoding.UTF8.GetBytes).ToArray();
        await RunAsync(seeds, [" ", "\n", "1", "=", "ssh-", "age1", "AAAA"], bytesPerByte: 400, text =>
        {
            _ = AgeRecipient.Parse(Encoding.Latin1.GetString(text)).ToString();
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData("ssh/id_ed25519")]
    [InlineData("ssh/id_rsa")]
    public async Task Mutilated_ssh_keys_are_refused(string file)
    {
        // Half of the mutations are inside the base64, where the binary format is.
        var text = TestKeys.Read(file);
        using var block = PemBlock.Find(Encoding.ASCII.GetBytes(text));
        var content = block!.Content.ToArray();
        await RunAsync(
            [Encoding.ASCII.GetBytes(text)], ["\n", "-----END ", "Proc-Type: 4,ENCRYPTED\n\n", "=", "RSA "], bytesPerByte: 400, Parse);
        await RunAsync([content], ["\0\0\0\u0001", "\0\0\0", "none", "ssh-rsa", "ssh-ed25519", "\u007f"], bytesPerByte: 400, binary =>
            Parse(
                Encoding.ASCII.GetBytes(
                    $"-----BEGIN OPENSSH PRIVATE KEY-----\n{System.Convert.ToBase64String(binary)}\n-----END OPENSSH PRIVATE KEY-----\n")));

        static Task Parse(byte[] key)
        {
            SshPrivateKeys.Parse(key, RandomSource.System).Dispose();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Mutilated_ssh_keys_behind_a_passphrase_are_refused()
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(Testing.Checkout.Root, "tests", "Tests", "testdata", "ssh", "ed"), TestContext.Current.CancellationToken);
        using var block = PemBlock.Find(Encoding.ASCII.GetBytes(text));
        await RunAsync(
            [block!.Content.ToArray()],
            ["\0\0\0\u0001", "\0\0\0", "none", "bcrypt", "aes256-cbc", "chacha20-poly1305@openssh.com"],
            bytesPerByte: 400,
            binary =>
        {
            // A round of bcrypt costs as much as a thousand mutations, so the keys are read and not unlocked.
            var key = Encoding.ASCII.GetBytes(
                $"-----BEGIN OPENSSH PRIVATE KEY-----\n{System.Convert.ToBase64String(binary)}\n-----END OPENSSH PRIVATE KEY-----\n");
            SshPrivateKeys.Parse(key, RandomSource.System, static _ => throw new AgeException(AgeFailure.Identity, "behind a passphrase"))
                .Dispose();
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plugin_may_say_anything(bool wraps)
    {
        var plugin = new Testing.ScriptedPlugins { PieceSize = 11 };
        var terminal = new Testing.ScriptedTerminal();
        var plugins = new AgePlugins(new SecretsKit.Platform.HostEnvironment([], "/"), plugin, terminal, _ => { }, TimeProvider.System);
        var recipient = AgeRecipient.Parse("age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz", plugins);
        using var identity = AgeIdentityFile.ParseOne("AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7"u8, plugins);
        using var fileKey = new Core.Secrets.SecretBytes(new byte[16]);
        var said = wraps
            ? "-> msg\nAAAA\n-> request-secret\nAAAA\n-> confirm AAAA AAAA\nAAAA\n-> labels a b\n\n-> recipient-stanza 0 rec " +
                "a\nAAAAAAAAAAAAAAAAAAAAAA\n-> done\n\n"
            : "-> msg\nAAAA\n-> request-public\nAAAA\n-> grease x\n\n-> file-key 0\nAAAAAAAAAAAAAAAAAAAAAA\n-> done\n\n";
        await RunAsync(
            [Encoding.ASCII.GetBytes(said)],
            ["-> ", "-> done\n\n", "\n", "\r\n", " ", "=", "-> error internal\nAAAA\n", "-> file-key 0\n", "-> recipient-stanza 0 ", "A"],
            bytesPerByte: 2000,
            async text =>
        {
            plugin.Output = text;
            if (wraps)
            {
                Assert.NotEmpty(await recipient.WrapAsync(fileKey, RandomSource.System, TestContext.Current.CancellationToken));
            }
            else
            {
                (await identity.UnwrapAsync([new AgeStanza("rec", [], [])], TestContext.Current.CancellationToken))?.Dispose();
            }
        });
        Assert.Equal(plugin.Requests.Count, plugin.Ended);
    }

    private static async Task RunAsync(byte[][] seeds, string[] tokens, long bytesPerByte, Func<byte[], Task> read)
    {
        // Big numbers and curve points cost the same however short the input is.
        const long FixedBytes = 2_000_000;
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var text = Mutate(seeds[random.Next(seeds.Length)], tokens, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var message = "";
            try
            {
                await read(text);
            }
            catch (AgeException e)
            {
                message = e.ToString();
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"mutation {i}: {e.GetType().Name} on base64 {System.Convert.ToBase64String(text)}\n{e.StackTrace}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, FixedBytes + (bytesPerByte * text.Length));
            CheckMessage(message);
        }
    }

    private static void CheckMessage(string message)
    {
        const int Window = 8;
        for (var at = "AGE-SECRET-KEY-1".Length; at + Window <= Secret.Length; at++)
        {
            Assert.DoesNotContain(Secret.Substring(at, Window), message, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static byte[] Mutate(byte[] text, string[] tokens, Random random)
    {
        var bytes = new List<byte>(text);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 70), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 3 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4 when random.Next(10) == 0:
                    bytes.InsertRange(
                        at,
                        Enumerable.Repeat(Encoding.Latin1.GetBytes(tokens[random.Next(tokens.Length)]), 500).SelectMany(token => token));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(tokens[random.Next(tokens.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
