using SecretsKit.Core.Crypto.Certificates;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Private keys of several renderings: the third RSA key of one is that of the others, so that only what a rule changes shows. Making them
/// once also saves the seconds that each takes. They come from charts under advice and are deployed nowhere.
/// </summary>
internal sealed class RepeatedKeys
{
    private readonly Dictionary<(string Kind, int Number), string> _made = [];

    /// <summary>Whether any key was made.</summary>
    public bool WereUsed => _made.Count > 0;

    /// <summary>The keys for a rendering, from the first one on.</summary>
    public PrivateKeyMaker FromStart() => new Series(this);

    private sealed class Series(RepeatedKeys keys) : PrivateKeyMaker
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public override SigningKey Rsa(int bits) => SigningKeys.Parse(Next($"RSA {bits}", () => Pem(base.Rsa(bits))));

        public override SigningKey Ecdsa() => SigningKeys.Parse(Next("ECDSA", () => Pem(base.Ecdsa())));

        public override string DsaPem() => Next("DSA", base.DsaPem);

        private string Next(string kind, Func<string> make)
        {
            var number = _numbers[kind] = _numbers.GetValueOrDefault(kind) + 1;
            if (!keys._made.TryGetValue((kind, number), out var pem))
            {
                keys._made.Add((kind, number), pem = make());
            }

            return pem;
        }

        private static string Pem(SigningKey key)
        {
            using (key)
            {
                return key.ToPem();
            }
        }
    }
}
