"""The words that do not tell one company from another, for `headwater.records.keys`."""

# From English-speaking countries and Asia, the German-speaking ones, the Romance languages, the
# Netherlands and the north, the middle and east of Europe, Turkey. 'spa' is missing because it is
# a legal form only as 'S.p.A.' or 'SpA', which the key takes off by itself.
_LEGAL_FORMS = """
ltd limited llc llp lp lllp plc pllc inc incorporated corp corporation co company cic
pty pvt pvtltd pte sdn bhd tbk kk gk yk 株 有 주 kabushiki kaisha
gmbh mbh ggmbh ag kg kgaa ohg gbr ug eg ev ek ekfm haftungsbeschrankt se gesmbh
sa sas sasu sarl eurl sci scop snc sapa srl srls sl slu sll scl sca sadecv sderl lda ltda eireli
nv bv bvba vof cv ab hb oy oyj ky as asa aps ivs ans ehf hf
sro spol dd doo dooel jdoo kft zrt nyrt spzoo spk spj ood eood ooo oao pao zao jsc ojsc cjsc pjsc
uab sia ou sti anonim sirketi
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
LEADING_FORMS = frozenset({"the", "株", "有", "주"})
# Written without a space before or after the name.
ATTACHED_FORMS = ("株式会社", "有限会社", "合同会社", "股份有限公司", "有限公司", "주식회사")

JOINING_WORDS = frozenset({"and", "und", "et", "og", "och"})

EMPTY_WORDS = frozenset(
    {
        *("na", "n a", "none", "no", "nil", "null", "nothing", "unknown", "not provided", "x"),
        *("xx", "xxx", "test", "not applicable", "not available", "no company", "private", "tbd"),
        *("privat", "privatperson", "particulier", "particular", "keine", "aucun", "aucune"),
        *("self", "self employed", "selfemployed", "freelance", "freelancer", "individual"),
        *("personal", "home", "student", "retired", "unemployed", "company", "asdf", "unbekannt"),
    }
)

EMPTY_NAMES = frozenset({"not provided", "unknown", "na", "n/a", "none", "null", "unbekannt"})

# Where a company has a page but not its domain.
_COMMUNITY_SITES = """
facebook.com fb.com fb.me instagram.com linkedin.com lnkd.in twitter.com x.com t.co
youtube.com youtu.be tiktok.com pinterest.com xing.com vk.com t.me telegram.me wa.me
whatsapp.com google.com goo.gl g.page business.site linktr.ee yelp.com tripadvisor.com
amazon.com ebay.com etsy.com medium.com wordpress.com blogspot.com tumblr.com wixsite.com
weebly.com squarespace.com notion.site github.com gitlab.com bit.ly calendly.com
eventbrite.com meetup.com reddit.com snapchat.com threads.net bsky.app mastodon.social
crunchbase.com glassdoor.com indeed.com
"""
COMMUNITY_SITES = frozenset(_COMMUNITY_SITES.split())
