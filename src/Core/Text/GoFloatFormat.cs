namespace SecretsKit.Core.Text;

internal enum FloatRule
{
    Verb,
    Json,
    Yaml,
    KubernetesYaml,
    Dotenv,
}

/// <summary>
/// How a double is written. The ready-made ones name the place the text is for; <see cref="Verb"/> is Go's <c>strconv.FormatFloat</c>.
/// All of them write the shortest digits that read back as the same double, unless a precision is given.
/// </summary>
public readonly record struct GoFloatFormat
{
    private GoFloatFormat(FloatRule rule, char letter, int precision) => (Rule, Letter, Precision) = (rule, letter, precision);

    /// <summary>
    /// Never an exponent: what SOPS encrypts and hashes (<c>1000</c>, <c>0.0000001</c>, <c>-0</c>, <c>+Inf</c>, <c>NaN</c>).
    /// </summary>
    public static GoFloatFormat Plain { get; } = Verb('f', -1);

    /// <summary>
    /// Go's <c>%v</c> and <c>fmt.Sprint</c>: an exponent below 0.0001 and from 1e+06 on; <c>+Inf</c>, <c>-Inf</c>, <c>NaN</c>.
    /// </summary>
    public static GoFloatFormat Sprint { get; } = Verb('g', -1);

    /// <summary>
    /// Go's <c>encoding/json</c>: an exponent below 1e-6 and from 1e21 on, without a leading zero. Only finite numbers have a form.
    /// </summary>
    public static GoFloatFormat Json { get; } = new(FloatRule.Json, 'f', -1);

    /// <summary>go-yaml v3: as <see cref="Sprint"/>, but <c>.inf</c>, <c>-.inf</c>, <c>.nan</c>.</summary>
    public static GoFloatFormat Yaml { get; } = new(FloatRule.Yaml, 'g', -1);

    /// <summary>
    /// sigs.k8s.io/yaml: JSON's text read again as YAML 1.1, so that whole numbers are written as
    /// integers. Only finite numbers have a form.
    /// </summary>
    public static GoFloatFormat KubernetesYaml { get; } = new(FloatRule.KubernetesYaml, 'g', -1);

    /// <summary>
    /// The dotenv and INI stores of SOPS: an upper-case exponent, and <c>.0</c> after what would else look like an integer.
    /// </summary>
    public static GoFloatFormat Dotenv { get; } = new(FloatRule.Dotenv, 'G', -1);

    internal FloatRule Rule { get; }

    internal char Letter { get; }

    internal int Precision { get; }

    /// <summary><c>strconv.FormatFloat(value, letter, precision, 64)</c>.</summary>
    /// <param name="letter">One of <c>e E f F g G</c>.</param>
    /// <param name="precision">
    /// Digits after the point (<c>e</c>, <c>f</c>) or significant digits (<c>g</c>); -1 for the shortest text that reads back the same.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Another letter, or a precision outside -1 to 1,000,000.</exception>
    public static GoFloatFormat Verb(char letter, int precision)
    {
        if (letter is not ('e' or 'E' or 'f' or 'F' or 'g' or 'G'))
        {
            throw new ArgumentOutOfRangeException(nameof(letter));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(precision, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, GoFloat.MaxPrecision);
        return new(FloatRule.Verb, letter, precision);
    }
}
