namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>
/// The shapes of passwords that <c>derivePassword</c> makes, and the characters that stand for their letters (spec sprig.md 11).
/// </summary>
internal static class PasswordTemplates
{
    private const string Other = "@&%?,=[]_:-+*$#!'^~;()/.";
    private const string Any = "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

    /// <summary>The templates of a type, or null for an unknown one.</summary>
    public static string[]? Find(string type) => type switch
    {
        "maximum" => ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        "long" =>
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv",
            "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        "medium" => ["CvcnoCvc", "CvcCvcno"],
        "short" => ["Cvcn"],
        "basic" => ["aaanaaan", "aannaaan", "aaannaaa"],
        "pin" => ["nnnn"],
        _ => null,
    };

    /// <summary>The characters of a letter of a template.</summary>
    public static string Characters(char letter) => letter switch
    {
        'V' => "AEIOU",
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        'a' => Any,
        'n' => "0123456789",
        'o' => Other,
        'x' => Any + "0123456789!@#$%^&*()",
        _ => letter.ToString(),
    };
}
